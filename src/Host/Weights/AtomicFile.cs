namespace GpuFormer.Weights;

/// <summary>
/// Writes a file so that its name always stands for a complete content: a temporary sibling is written, flushed to disk
/// and renamed over the name. On any failure the temporary file goes and the old content stays.
/// </summary>
/// <remarks>
/// The folder itself is not flushed, since .NET opens no folders: after a power cut the name may still stand for the
/// old content, complete as well.
/// </remarks>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full)
            ?? throw new ArgumentException($"'{path}' names a folder, not a file to write.", nameof(path));
        string temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(
                temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (ArgumentOutOfRangeException exception) when (exception.ParamName == "value")
        {
            // What .NET makes of a file system's own limit on the length of files (EFBIG).
            Discard(temporary);
            throw new IOException($"'{full}' would be longer than the file system or a limit of the process allows.",
                exception);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report; a left-over temporary file harms nothing.
        }
    }
}
