#include "nt/file_signal.h"

#include <mutex>

namespace berth::nt {

void FileSignal::change(bool signalled, void (Event::*tell)()) {
    const std::lock_guard guard(lock_);
    signalled_ = signalled;
    if (event_)
        (event_.get()->*tell)();
}

Ref<Event> FileSignal::event(Parker* driver) {
    const std::lock_guard guard(lock_);
    if (!event_)
        event_ = object_make<Event>(true, signalled_);
    if (event_ && driver)
        event_->drive_with(driver);
    return event_;
}

}  // namespace berth::nt
