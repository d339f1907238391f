#include "qonys/core/error.hpp"

#include <fmt/format.h>

#include "qonys/core/contract.hpp"

namespace qonys {
namespace {

std::string sentence(std::string_view where, std::string_view what, std::string_view why,
                     std::string_view hint)
{
    std::string text;
    if (!where.empty()) {
        text += fmt::format("{}: ", where);
    }
    text += what;
    if (!why.empty()) {
        text += fmt::format(" ({})", why);
    }
    if (!hint.empty()) {
        text += fmt::format("; {}", hint);
    }
    return text;
}

std::string all_texts(const std::vector<Problem>& problems)
{
    std::string text;
    for (const Problem& problem : problems) {
        if (!text.empty()) {
            text += '\n';
        }
        text += problem.text();
    }
    return text;
}

}  // namespace

std::string Problem::text() const
{
    const std::string where = line > 0 ? fmt::format("{}:{}", file, line) : file;
    return sentence(where, what, why, hint);
}

InputError::InputError(std::vector<Problem> problems)
    : std::runtime_error(all_texts(problems)), problems_(std::move(problems))
{
}

InputError::InputError(Problem problem) : InputError(std::vector<Problem>{std::move(problem)}) {}

DataError::DataError(std::string file, std::string_view what, std::string_view why,
                     std::string_view hint)
    : std::runtime_error(sentence(file, what, why, hint)), file_(std::move(file))
{
}

void contract_broken(const char* kind, const char* condition, const char* file, int line)
{
    throw InternalError(fmt::format("{}:{}: {} '{}' but it does not hold", file, line, kind, condition));
}

}  // namespace qonys
