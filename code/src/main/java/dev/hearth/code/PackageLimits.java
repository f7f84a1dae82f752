package dev.hearth.code;

/**
 * How much a package may unpack to.
 *
 * @param unzippedBytes sum of all entries; Lambda's limit is 262,144,000
 * @param entries number of entries; Lambda names none, jars of many libraries hold some ten thousand
 * @param directoryBytes size of the list of entries, which is held in memory
 * @param ratio unzipped to zipped size above which a package of more than {@link #RATIO_FREE_BYTES} is taken for a bomb;
 *     deflate cannot exceed 1,032, class files reach about 3
 */
record PackageLimits(long unzippedBytes, int entries, int directoryBytes, int ratio) {
    /** Unzipped size up to which no ratio is too high: it does no harm. */
    static final long RATIO_FREE_BYTES = 32L << 20;

    static final PackageLimits LAMBDA = new PackageLimits(262_144_000, 200_000, 24 << 20, 200);

    void checkEntries(int count) {
        if (count > entries) {
            throw new CodeProblem(
                    CodeProblem.Reason.TOO_LARGE,
                    "holds more than " + entries + " entries; put classes into lib/*.jar");
        }
    }

    void checkDirectory(long bytes) {
        if (bytes > directoryBytes) {
            throw new CodeProblem(
                    CodeProblem.Reason.TOO_LARGE,
                    "has a list of entries of " + bytes + " bytes; at most " + directoryBytes + " are allowed");
        }
    }

    void checkSize(long unzipped, long zipped) {
        if (unzipped > unzippedBytes) {
            throw new CodeProblem(
                    CodeProblem.Reason.TOO_LARGE, "Unzipped size must be smaller than " + unzippedBytes + " bytes");
        }
        if (unzipped > RATIO_FREE_BYTES && unzipped / Math.max(1, zipped) > ratio) {
            throw new CodeProblem(
                    CodeProblem.Reason.TOO_LARGE,
                    "unpacks to more than " + ratio + " times its size, as only zip bombs do");
        }
    }
}
