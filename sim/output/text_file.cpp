#include "qonys/output/text_file.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "output/partial.hpp"
#include "qonys/core/error.hpp"

namespace qonys {

void write_text_file(const std::filesystem::path& file, std::string_view text)
{
    Partial partial(file);
    errno = 0;
    std::ofstream out(partial.path(), std::ios::binary);
    out << text;
    out.close();
    if (!out) {
        const int reason = errno;
        throw DataError(file.string(), "cannot be written in full",
                        reason == 0 ? "the disk refuses" : std::generic_category().message(reason),
                        "free some space, or choose another place");
    }
    partial.publish();
}

}  // namespace qonys
