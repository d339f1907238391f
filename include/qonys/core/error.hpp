#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace qonys {

/// One thing wrong with what the user gave us.
struct Problem {
    std::string file;      ///< file as the user named it; empty when the problem is on the command line
    int line = 0;          ///< 1-based line, 0 when not known
    std::string key;       ///< dotted scenario key or table column; may be empty
    std::string value;     ///< offending value as written; may be empty
    std::string what;      ///< what is wrong, lower case, with key and value quoted where they help
    std::string why;       ///< why it matters, without brackets; may be empty
    std::string hint;      ///< what to do; may be empty

    /// `where: what is wrong (why it matters); what to do`
    [[nodiscard]] std::string text() const;
};

/// Input that the user can mend. Carries every problem found, not just the first.
class InputError : public std::runtime_error {
public:
    explicit InputError(std::vector<Problem> problems);
    explicit InputError(Problem problem);
    [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

private:
    std::vector<Problem> problems_;
};

/// A file that is broken, foreign or inconsistent, or a disk that refuses.
class DataError : public std::runtime_error {
public:
    DataError(std::string file, std::string_view what, std::string_view why, std::string_view hint);
    [[nodiscard]] const std::string& file() const { return file_; }

private:
    std::string file_;
};

/// A contract of the program broken: our bug, never the user's.
class InternalError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

}  // namespace qonys
