#include "output/monthly_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

/// Lines of an interrupted run up to a month; what came later will come again.
std::string kept_text(const Partial& partial, const MonthlyFile::Form& form, Month kept)
{
    std::ifstream in(partial.path(), std::ios::binary);
    std::string line;
    if (!std::getline(in, line) || line != form.header) {
        throw DataError(partial.target().string(),
                        fmt::format("the {} recorded before the checkpoint are not in {}",
                                    form.what, partial.path().string()),
                        "the file goes on where the run was stopped",
                        "put it back, or resume with --force to record only what comes");
    }
    std::string text = line + '\n';
    const std::string last = kept.text();
    while (std::getline(in, line) && !in.eof() && line.compare(0, last.size(), last) <= 0) {
        text += line + '\n';
    }
    return text;
}

}  // namespace

MonthlyFile::MonthlyFile(const fs::path& file, const Form& form, std::optional<Month> kept)
{
    auto partial = std::make_unique<Partial>(file);
    std::string text = std::string(form.header) + '\n';
    try {
        if (kept) {
            text = kept_text(*partial, form, *kept);
        }
    } catch (...) {
        partial->leave();
        throw;
    }
    partial_ = std::move(partial);
    out_.open(partial_->path(), std::ios::binary | std::ios::trunc);
    write(text);
}

void MonthlyFile::fail() const
{
    const int reason = errno;
    throw DataError(partial_->target().string(), "cannot be written in full",
                    reason == 0 ? "the disk refuses" : std::generic_category().message(reason),
                    "free some space, or choose another place");
}

void MonthlyFile::write(std::string_view text)
{
    errno = 0;
    out_.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!out_) {
        fail();
    }
}

void MonthlyFile::flush()
{
    errno = 0;
    if (!out_.flush()) {
        fail();
    }
}

void MonthlyFile::keep()
{
    flush();
    partial_->leave();
}

fs::path MonthlyFile::publish()
{
    errno = 0;
    out_.close();
    if (!out_) {
        fail();
    }
    partial_->publish();
    return partial_->target();
}

}  // namespace qonys
