/* Loaded before a program, makes its syncs do nothing: the tortures show with it that they find what is then lost. */

int fsync(int descriptor) {
    (void)descriptor;
    return 0;
}

int fdatasync(int descriptor) {
    (void)descriptor;
    return 0;
}
