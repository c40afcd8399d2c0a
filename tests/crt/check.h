/* Ends the program with the line of the first thing that is not so. */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#define CHECK(condition)                                                            \
    do {                                                                            \
        if (!(condition)) {                                                         \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                                \
        }                                                                           \
    } while (0)
