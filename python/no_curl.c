/* Stands in for libcurl in a wheel. Debian's HDF5 is linked with it to read files from S3, which Qonys never
 * does, and it would bring some twenty more libraries along, not all under permissive licences. Every call
 * fails, as on a machine without a network. Built and used by check_wheel.sh alone. */
#include <stddef.h>

enum { failed_init = 2 }; /* CURLE_FAILED_INIT */

int curl_global_init(long flags)
{
    (void)flags;
    return failed_init;
}

void curl_global_cleanup(void) {}

void* curl_easy_init(void) { return NULL; }

void curl_easy_cleanup(void* handle) { (void)handle; }

int curl_easy_setopt(void* handle, int option, ...)
{
    (void)handle;
    (void)option;
    return failed_init;
}

int curl_easy_perform(void* handle)
{
    (void)handle;
    return failed_init;
}

void* curl_slist_append(void* list, const char* text)
{
    (void)list;
    (void)text;
    return NULL;
}

void curl_slist_free_all(void* list) { (void)list; }
