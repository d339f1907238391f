#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace qonys {

/// SHA-256, fed piece by piece: inputs, scenarios and results are named by it.
class Digest {
public:
    Digest();
    ~Digest();
    Digest(Digest&&) noexcept;
    Digest& operator=(Digest&&) noexcept;

    Digest& bytes(std::span<const std::byte> data);
    Digest& text(std::string_view text);   ///< length first, so that pieces cannot run together
    Digest& number(std::uint64_t value);
    Digest& numbers(std::span<const std::int64_t> values);
    Digest& numbers(std::span<const double> values);

    /// 64 hexadecimal digits; the object is spent afterwards.
    [[nodiscard]] std::string hex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] std::string file_digest(const std::filesystem::path& file);

}  // namespace qonys
