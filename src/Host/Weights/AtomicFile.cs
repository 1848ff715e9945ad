using System.Collections.Concurrent;
using System.Text;
using GpuFormer.Files;

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
    // Those that are being written: a process that ends in the middle takes them along.
    private static readonly ConcurrentDictionary<string, bool> Unfinished = new(StringComparer.Ordinal);

    static AtomicFile() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (string temporary in Unfinished.Keys)
            Discard(temporary);
    };

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="sibling">The temporary file, in the same folder; without it a name that nobody has.</param>
    /// <exception cref="IOException">The folder does not exist or may not be written, the disk is full, or the name is
    /// that of a folder, a pipe, a socket or a device.</exception>
    public static void Write(string path, Action<Stream> write, string? sibling = null)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full)
            ?? throw new ArgumentException($"'{path}' names a folder, not a file to write.", nameof(path));
        string temporary = sibling
            ?? Path.Combine(folder, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}.tmp");
        RequireReplaceable(full);
        FileStream created = Create(full, temporary);
        try
        {
            Unfinished[temporary] = true;
            using (FileStream stream = created)
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
        finally
        {
            Unfinished.TryRemove(temporary, out _);
        }
    }

    /// <summary>Writes a text in UTF-8.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteText(string path, string text, string? sibling = null) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), sibling);

    // Renaming would put the file in place of the pipe or device, and programs that use it would never know.
    private static void RequireReplaceable(string path)
    {
        try
        {
            RegularFile.RequireReplaceable(path);
        }
        catch (NotRegularFileException refusal)
        {
            throw new IOException($"'{path}' cannot be written: it {refusal.Problem}.", refusal);
        }
    }

    // What is missing or forbidden here is a place to write to, and must not be taken for a file that was to be read.
    private static FileStream Create(string path, string temporary)
    {
        try
        {
            return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            string reason = e is DirectoryNotFoundException ? "its folder does not exist" : e.Message;
            throw new IOException($"'{path}' cannot be written: {reason}", e);
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
