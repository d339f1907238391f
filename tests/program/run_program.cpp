#include "program/run_program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

namespace qonys::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* out_file = "program.out";
constexpr const char* err_file = "program.err";

void send_to_file(const fs::path& file, int descriptor)
{
    const int target = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(target, descriptor);
    close(target);
}

}  // namespace

std::string Ended::last_line() const
{
    const std::size_t end = out.find_last_not_of('\n');
    if (end == std::string::npos) {
        return "";
    }
    const std::size_t before = out.rfind('\n', end);
    return out.substr(before == std::string::npos ? 0 : before + 1, end - before);
}

std::string Ended::member(const std::string& name) const
{
    const std::string line = last_line();
    const std::string key = "\"" + name + "\": ";
    const std::size_t at = line.find(key);
    if (at == std::string::npos) {
        return "";
    }
    const std::size_t begin = at + key.size();
    return line.substr(begin, line.find_first_of(",}", begin) - begin);
}

// The process number keeps test programs apart that run at the same time.
Sandbox::Sandbox(const std::string& name)
    : folder_(fs::path(testing::TempDir()) / ("qonys-" + name + "-" + std::to_string(getpid())))
{
    fs::remove_all(folder_);
    fs::create_directories(folder_);
}

Sandbox::~Sandbox()
{
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void Sandbox::write(const std::string& file, const std::string& text) const
{
    std::ofstream(folder_ / file) << text;
}

bool Sandbox::has(const std::string& file) const { return fs::exists(folder_ / file); }

std::string Sandbox::text_of(const std::string& file) const
{
    std::ifstream in(folder_ / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

int Sandbox::start(const std::vector<std::string>& words) const
{
    std::vector<std::string> line{QONYS_PROGRAM};
    line.insert(line.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (std::string& word : line) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    // What an earlier run said must not be taken for this one's.
    fs::remove(folder_ / out_file);
    fs::remove(folder_ / err_file);
    const pid_t process = fork();
    if (process == 0) {
        send_to_file(folder_ / out_file, STDOUT_FILENO);
        send_to_file(folder_ / err_file, STDERR_FILENO);
        if (chdir(folder_.c_str()) == 0) {
            execv(arguments.front(), arguments.data());
        }
        _exit(127);
    }
    return process;
}

Ended Sandbox::finish(int process) const
{
    int status = 0;
    waitpid(process, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(out_file), text_of(err_file)};
}

Ended Sandbox::run(const std::vector<std::string>& words) const { return finish(start(words)); }

Ended Sandbox::run_and_signal(const std::vector<std::string>& words, int signal,
                              const std::string& sign) const
{
    const int process = start(words);
    constexpr int most_polls = 30'000;
    for (int poll = 0; poll < most_polls && text_of(err_file).find(sign) == std::string::npos;
         ++poll) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    kill(process, signal);
    return finish(process);
}

}  // namespace qonys::test
