#ifndef VAXEL_CFUZZER_H
#define VAXEL_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

// libFuzzer's own entrance, for a program that has a main of its own; LLVM's FuzzerInterface.h does not declare it.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test_one_input)(const uint8_t *data, size_t size));

#endif
