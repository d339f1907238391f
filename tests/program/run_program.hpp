#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace qonys::test {

/// What the program said, and how it ended.
struct Ended {
    int exit_code = -1;
    std::string out;
    std::string err;

    [[nodiscard]] std::string last_line() const;  ///< of stdout
    /// A member of the JSON object on the last line, as written; empty when there is none.
    [[nodiscard]] std::string member(const std::string& name) const;
};

/// A folder of its own for each test; the program runs inside it.
class Sandbox {
public:
    explicit Sandbox(const std::string& name);
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    void write(const std::string& file, const std::string& text) const;
    [[nodiscard]] bool has(const std::string& file) const;
    [[nodiscard]] std::string text_of(const std::string& file) const;

    [[nodiscard]] Ended run(const std::vector<std::string>& words) const;
    /// Sends `signal` as soon as stderr holds `sign`.
    [[nodiscard]] Ended run_and_signal(const std::vector<std::string>& words, int signal,
                                       const std::string& sign) const;

private:
    [[nodiscard]] int start(const std::vector<std::string>& words) const;
    [[nodiscard]] Ended finish(int process) const;
    std::filesystem::path folder_;
};

}  // namespace qonys::test
