import CImageIO

/// What the C library does with memory that pictures have given back.
public enum PictureMemory {
    /// Keeps it for the next picture, up to 64 MB for each thread. By default the library returns some megabytes to the kernel after every
    /// part and fetches them anew, page by page: a fifth of the time that decoding takes. For a program's start.
    public static func keepForTheNext() { cimage_keep_freed_memory() }
}
