#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/record/snapshot.hpp"

namespace qonys::testing {

/// Arrays by name, kept in memory.
class MemoryArrays final : public ArraySink, public ArraySource {
public:
    struct Array {
        ElementType type;
        std::vector<std::byte> data;
        bool operator==(const Array&) const = default;
    };
    void write(const std::string& name, ElementType type, std::span<const std::byte> data) override
    {
        EXPECT_FALSE(arrays.contains(name)) << name << " is written twice";
        arrays[name] = {type, {data.begin(), data.end()}};
    }
    [[nodiscard]] std::size_t size(const std::string& name, ElementType type) const override
    {
        return find(name, type).data.size() / element_bytes(type);
    }
    void read(const std::string& name, ElementType type, std::size_t first,
              std::span<std::byte> out) const override
    {
        const Array& array = find(name, type);
        ASSERT_LE((first * element_bytes(type)) + out.size(), array.data.size()) << name;
        if (!out.empty()) {
            std::memcpy(out.data(), array.data.data() + first * element_bytes(type), out.size());
        }
    }
    std::map<std::string, Array> arrays;

private:
    [[nodiscard]] const Array& find(const std::string& name, ElementType type) const
    {
        const auto found = arrays.find(name);
        if (found == arrays.end() || found->second.type != type) {
            throw DataError(name, "is not there", "", "");
        }
        return found->second;
    }
};

}  // namespace qonys::testing
