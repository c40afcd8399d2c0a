/* The older home of the source annotations. */
#ifndef BERTH_SPECSTRINGS_H
#define BERTH_SPECSTRINGS_H
#include "sal.h"
#endif
