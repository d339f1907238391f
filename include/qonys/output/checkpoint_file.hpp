#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "qonys/core/month.hpp"
#include "qonys/output/results.hpp"
#include "qonys/record/snapshot.hpp"

namespace qonys {

/// What a stopped run needs to go on: the scenario, the replicates that are finished, and the state of
/// the one that was under way.
struct CheckpointHead {
    std::string command;            ///< "run" or "ensemble"
    std::string scenario_text;      ///< canonical
    std::string scenario_folder;    ///< that relative paths in the text start from
    std::string scenario_name;
    std::string scenario_digest;
    std::string output;             ///< file that the run was to write
    std::uint32_t replicate = 0;    ///< under way
    std::optional<Month> month;     ///< last month done; none = replicate not begun
    std::string follow;             ///< FollowRequest of those followed; empty: nobody
    bool journal = false;           ///< whether the journal of the model is kept
};

/// Writes a checkpoint beside its final name and renames it when it is whole.
class CheckpointWriter final : public ArraySink {
public:
    explicit CheckpointWriter(const std::filesystem::path& file);
    ~CheckpointWriter() override;
    void head(const CheckpointHead& head);
    void finished(const ReplicateResult& replicate);
    void write(const std::string& name, ElementType type, std::span<const std::byte> data) override;
    void close();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Opens a checkpoint. Truncated, foreign and newer files are a DataError.
class CheckpointReader final : public ArraySource {
public:
    explicit CheckpointReader(const std::filesystem::path& file);
    ~CheckpointReader() override;
    [[nodiscard]] const CheckpointHead& head() const;
    /// Finished replicates; specs are matched with `book` by name.
    [[nodiscard]] std::vector<ReplicateResult> finished(const TallyBook& book) const;
    [[nodiscard]] std::size_t size(const std::string& name, ElementType type) const override;
    void read(const std::string& name, ElementType type, std::size_t first,
              std::span<std::byte> out) const override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace qonys
