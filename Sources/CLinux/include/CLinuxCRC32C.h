#ifndef VAXEL_CLINUX_CRC32C_H
#define VAXEL_CLINUX_CRC32C_H

/* CRC32C by the processor's own instruction (SSE4.2), where there is one. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)

static inline int vaxel_crc32c_is_in_hardware(void) { return __builtin_cpu_supports("sse4.2") != 0; }

/* Continues a register value (not yet inverted) over `length` bytes. Call only when vaxel_crc32c_is_in_hardware(). */
__attribute__((target("sse4.2"))) static inline uint32_t vaxel_crc32c_in_hardware(
    uint32_t state, const void *bytes, size_t length) {
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t wide = state;
    for (; length >= 8; at += 8, length -= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        wide = __builtin_ia32_crc32di(wide, word);
    }
    uint32_t narrow = (uint32_t)wide;
    for (; length > 0; at++, length--) narrow = __builtin_ia32_crc32qi(narrow, *at);
    return narrow;
}

#else

static inline int vaxel_crc32c_is_in_hardware(void) { return 0; }

static inline uint32_t vaxel_crc32c_in_hardware(uint32_t state, const void *bytes, size_t length) {
    (void)bytes;
    (void)length;
    return state;
}

#endif

#endif
