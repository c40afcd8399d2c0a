// The catalog's file: JSON, so that an operator can read it and a package can ship it.
#pragma once

#include <string>

#include "ws2_32/catalog.h"

namespace berth::ws2 {

// $BERTH_CATALOG, or /etc/berth/catalog.json.
std::string catalog_file_path();

enum class CatalogFile { Read, Missing, Broken };

// Reads the file into the draft, whose entries are the builtin ones: they take the ids and the
// places that the file gives them, and those it does not know stay at the end. Broken: the draft is
// as it was, and *reason tells what is wrong.
CatalogFile catalog_file_read(const std::string& path, CatalogDraft& draft, std::string* reason);

// Replaces the file in one step, so that no reader sees half of it. False: it is as it was.
bool catalog_file_write(const std::string& path, const CatalogDraft& draft);

// Keeps other processes from changing the catalog for as long as it lives.
class CatalogFileLock {
  public:
    explicit CatalogFileLock(const std::string& path);
    ~CatalogFileLock();
    CatalogFileLock(const CatalogFileLock&) = delete;
    CatalogFileLock& operator=(const CatalogFileLock&) = delete;
    bool held() const { return descriptor_ >= 0; }

  private:
    int descriptor_ = -1;
};

}  // namespace berth::ws2
