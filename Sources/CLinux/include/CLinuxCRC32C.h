#ifndef VAXEL_CLINUX_CRC32C_H
#define VAXEL_CLINUX_CRC32C_H

/* CRC32C by the processor's own instruction (SSE4.2), where there is one. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bytes of each of three neighbouring parts that are checked side by side. */
#define VAXEL_CRC32C_PART 256

#if defined(__x86_64__)

static inline int vaxel_crc32c_is_in_hardware(void) { return __builtin_cpu_supports("sse4.2") != 0; }

/* Carries a register value over a part of zeros; `zeros` has a table of 256 for each byte of the register. */
static inline uint64_t vaxel_crc32c_past_part(uint64_t state, const uint32_t *zeros) {
    return zeros[state & 0xFF] ^ zeros[256 + (state >> 8 & 0xFF)] ^ zeros[512 + (state >> 16 & 0xFF)]
        ^ zeros[768 + (state >> 24 & 0xFF)];
}

/* Continues a register value (not yet inverted) over `length` bytes. Call only when vaxel_crc32c_is_in_hardware().

   The instruction gives its result after three cycles and may be begun in each: so three parts go side by side, and what
   stands before a part is carried over it afterwards, which is possible because the check is linear. */
__attribute__((target("sse4.2"))) static inline uint32_t vaxel_crc32c_in_hardware(
    uint32_t state, const void *bytes, size_t length, const uint32_t *zeros) {
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t wide = state;
    for (; length >= 3 * VAXEL_CRC32C_PART; at += 3 * VAXEL_CRC32C_PART, length -= 3 * VAXEL_CRC32C_PART) {
        uint64_t second = 0, third = 0;
        for (size_t i = 0; i < VAXEL_CRC32C_PART; i += 8) {
            uint64_t words[3];
            memcpy(&words[0], at + i, 8);
            memcpy(&words[1], at + VAXEL_CRC32C_PART + i, 8);
            memcpy(&words[2], at + 2 * VAXEL_CRC32C_PART + i, 8);
            wide = __builtin_ia32_crc32di(wide, words[0]);
            second = __builtin_ia32_crc32di(second, words[1]);
            third = __builtin_ia32_crc32di(third, words[2]);
        }
        wide = vaxel_crc32c_past_part(wide, zeros) ^ second;
        wide = vaxel_crc32c_past_part(wide, zeros) ^ third;
    }
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

static inline uint32_t vaxel_crc32c_in_hardware(
    uint32_t state, const void *bytes, size_t length, const uint32_t *zeros) {
    (void)bytes;
    (void)length;
    (void)zeros;
    return state;
}

#endif

#endif
