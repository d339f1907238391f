#include "csv_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <span>

#include "qonys/core/digest.hpp"
#include "wording.hpp"

namespace qonys {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(const char* begin, const char* end)
{
    while (begin != end && is_blank(*begin)) {
        ++begin;
    }
    while (end != begin && is_blank(end[-1])) {
        --end;
    }
    return {begin, static_cast<std::size_t>(end - begin)};
}

std::string whole_file(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(std::filesystem::file_size(path)), '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

}  // namespace

/// Cuts the text of a file into fields, record by record.
class CsvFile::Parser {
public:
    Parser(CsvFile& file, std::vector<Problem>& problems)
        : file_(file), problems_(problems), at_(file.text_.data()), end_(at_ + file.text_.size())
    {
        if (file.text_.starts_with(byte_order_mark)) {
            at_ += byte_order_mark.size();
        }
    }

    void run()
    {
        read_header();
        const std::size_t width = file_.header_.size();
        while (file_.is_sound_ && next_record(file_.fields_)) {
            const std::size_t found = file_.fields_.size() - file_.lines_.size() * width;
            if (found == width) {
                file_.lines_.push_back(record_line_);
            } else {
                note_ragged(found);
            }
        }
        report_ragged();
    }

private:
    void read_header()
    {
        if (!next_record(file_.header_)) {
            fail(0, "the file is empty", "the first line must name the columns",
                 "add a header and rows");
        }
    }

    /// Appends the fields of the next line that is not blank; false at the end of the file.
    bool next_record(std::vector<std::string_view>& fields)
    {
        skip_blank_lines();
        if (at_ == end_) {
            return false;
        }
        record_line_ = line_;
        do {
            fields.push_back(next_field());
        } while (at_ != end_ && *at_++ == ',');
        ++line_;
        return true;
    }

    void skip_blank_lines()
    {
        while (at_ != end_) {
            const char* stop = std::find(at_, end_, '\n');
            const auto is_space = [](char c) { return is_blank(c) || c == '\r'; };
            if (!std::all_of(at_, stop, is_space)) {
                return;
            }
            at_ = stop == end_ ? end_ : stop + 1;
            ++line_;
        }
    }

    /// Leaves `at_` on the comma or line feed behind the field, or at the end.
    std::string_view next_field()
    {
        const char* begin = at_;
        while (begin != end_ && is_blank(*begin)) {
            ++begin;
        }
        if (begin != end_ && *begin == '"') {
            at_ = begin + 1;
            return quoted_field();
        }
        while (at_ != end_ && *at_ != ',' && *at_ != '\n') {
            ++at_;
        }
        return trimmed(begin, without_return(at_));
    }

    /// Files from Windows end their lines in a carriage return and a line feed.
    [[nodiscard]] const char* without_return(const char* stop) const
    {
        const bool before_feed = stop == end_ || *stop == '\n';
        return before_feed && stop != file_.text_.data() && stop[-1] == '\r' ? stop - 1 : stop;
    }

    std::string_view quoted_field()
    {
        const int first_line = line_;
        std::string& field = file_.unquoted_.emplace_back();
        for (; at_ != end_; ++at_) {
            const bool is_quote = *at_ == '"';
            if (is_quote && (at_ + 1 == end_ || at_[1] != '"')) {
                ++at_;
                skip_to_separator();
                return field;
            }
            at_ += is_quote ? 1 : 0;
            line_ += *at_ == '\n' ? 1 : 0;
            field += *at_;
        }
        fail(first_line, "a quote is opened and never closed", "the rest of the file is one field",
             "close the quote");
        return field;
    }

    void skip_to_separator()
    {
        const char* begin = at_;
        while (at_ != end_ && *at_ != ',' && *at_ != '\n') {
            ++at_;
        }
        const std::string_view rest = trimmed(begin, without_return(at_));
        if (!rest.empty() && file_.is_sound_) {
            fail(line_, fmt::format("text after a closing quote: '{}'", rest),
                 "a quoted field ends at its quote", "double the quotes inside the field");
        }
    }

    void note_ragged(std::size_t found)
    {
        ++num_ragged_;
        if (num_ragged_ <= wording::num_examples) {
            ragged_.push_back(fmt::format("line {} has {}", record_line_, found));
            ragged_line_ = num_ragged_ == 1 ? record_line_ : 0;
        }
        file_.fields_.resize(file_.lines_.size() * file_.header_.size());
    }

    void report_ragged()
    {
        if (num_ragged_ == 0 || !file_.is_sound_) {
            return;
        }
        const std::size_t width = file_.header_.size();
        fail(ragged_line_,
             fmt::format("{} {} have the {} {} of the header: {}", num_ragged_,
                         num_ragged_ == 1 ? "row does not" : "rows do not", width,
                         width == 1 ? "field" : "fields", wording::first_few(ragged_, num_ragged_)),
             "values would land in the wrong column", "mend the commas");
    }

    void fail(int line, std::string what, std::string why, std::string hint)
    {
        problems_.push_back(file_.problem(line, std::move(what), std::move(why), std::move(hint)));
        file_.is_sound_ = false;
    }

    CsvFile& file_;
    std::vector<Problem>& problems_;
    const char* at_;
    const char* end_;
    int line_ = 1;
    int record_line_ = 1;
    std::size_t num_ragged_ = 0;
    int ragged_line_ = 0;
    std::vector<std::string> ragged_;
};

std::shared_ptr<const CsvFile> CsvFile::read(const std::filesystem::path& path,
                                             std::vector<Problem>& problems)
{
    const std::shared_ptr<CsvFile> file(new CsvFile);
    file->name_ = path.string();
    file->text_ = whole_file(path);
    const std::span<const char> bytes(file->text_.data(), file->text_.size());
    file->sha256_ = Digest().bytes(std::as_bytes(bytes)).hex();
    Parser(*file, problems).run();
    return file;
}

std::optional<std::size_t> CsvFile::column(std::string_view name) const
{
    const auto found = std::find(header_.begin(), header_.end(), name);
    if (found == header_.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - header_.begin());
}

Problem CsvFile::problem(int line, std::string what, std::string why, std::string hint) const
{
    return Problem{.file = name_,
                   .line = line,
                   .key = {},
                   .value = {},
                   .what = std::move(what),
                   .why = std::move(why),
                   .hint = std::move(hint)};
}

}  // namespace qonys
