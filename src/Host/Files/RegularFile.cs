using System.Formats.Tar;
using System.Text;

namespace GpuFormer.Files;

/// <summary>
/// The one place where files that somebody names are opened for reading: pictures, weights, labels, recipes, data
/// sets; and where files are opened for writing whose place somebody else may have filled. Only regular files are
/// opened, and no more is read than was there when they were: a pipe would wait for ever, a device would never end.
/// </summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading from its start.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <exception cref="NotRegularFileException">It is a folder, a pipe, a socket or a device, or empty, which the two
    /// last also look like.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // The platform would call this a mistake of the program; a recipe or a list of files can contain it.
        if (path.Contains('\0'))
            throw new FileNotFoundException("A path cannot contain the character 0.");
        RefuseSpecial(path);
        var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        // Again on what was opened, since another file may have taken the place in between.
        if (stream.CanSeek && stream.Length > 0)
            return stream;
        stream.Dispose();
        throw new NotRegularFileException(path, NotRegularFileException.NoBytes);
    }

    /// <summary>Reads a file as it is.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="limit">The most bytes that are read.</param>
    /// <param name="tooLong">Makes the exception for a file of more bytes, of which it is given the number.</param>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadAllBytes(string path, long limit, Func<long, Exception> tooLong)
    {
        using var stream = Open(path);
        var length = stream.Length;
        if (length > Math.Min(limit, Array.MaxLength))
            throw tooLong(length);
        var bytes = new byte[length];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        // Cut while it was read: what is there is for the format's reader to judge.
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Reads a text in UTF-8, or in UTF-16 or UTF-32 where a byte order mark says so.</summary>
    /// <inheritdoc cref="ReadAllBytes"/>
    public static string ReadAllText(string path, long limit, Func<long, Exception> tooLong)
    {
        using var reader = new StreamReader(new MemoryStream(ReadAllBytes(path, limit, tooLong)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Reads the lines of a text.</summary>
    /// <inheritdoc cref="ReadAllBytes"/>
    public static IEnumerable<string> ReadLines(string path, long limit, Func<long, Exception> tooLong)
    {
        using var reader = new StringReader(ReadAllText(path, limit, tooLong));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>Opens a file for writing at its start and keeps what it holds; one that is not there is made.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <exception cref="NotRegularFileException">It is a folder, a pipe, a socket or a device.</exception>
    /// <exception cref="IOException">It cannot be written, or others have it open.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing it is not permitted.</exception>
    public static FileStream OpenToWrite(string path, FileShare share)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireReplaceable(path);
        // To read as well: a pipe that is opened for writing alone waits for a reader.
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 0);
        if (stream.CanSeek)
            return stream;
        stream.Dispose();
        throw new NotRegularFileException(path, NotRegularFileException.Special);
    }

    /// <summary>Refuses a path whose place is taken by what no file may be put in place of. A place that is free is
    /// none, nor is a link that leads nowhere.</summary>
    /// <exception cref="NotRegularFileException">It is a folder, a pipe, a socket or a device, or leads to one.
    /// </exception>
    public static void RequireReplaceable(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new NotRegularFileException(path, NotRegularFileException.Folder);
        if (IsSpecial(path))
            throw new NotRegularFileException(path, NotRegularFileException.Special);
    }

    private static bool IsSpecial(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return false;
        FileSystemInfo file = new FileInfo(path);
        if (IsOfTheKernel(file.FullName))
            return true;
        if (file.LinkTarget is { } link)
        {
            // /dev/stdout leads to the file of the process that is open as its output, which has no path.
            var next = Path.GetFullPath(link, Path.GetDirectoryName(file.FullName)!);
            if (IsOfTheKernel(next) || file.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true } target)
                return IsOfTheKernel(next);
            file = target;
        }

        return file is FileInfo { Length: 0 } && !IsArchivedAsFile(file.FullName);
    }

    private static bool IsOfTheKernel(string path) =>
        path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/sys/", StringComparison.Ordinal);

    // Whether what has no bytes is an empty file: the platform's archives of files tell, nothing else in it does.
    private static bool IsArchivedAsFile(string path)
    {
        using var archive = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(archive, leaveOpen: true))
                writer.WriteEntry(path, "file");
        }
        catch (IOException failure)
        {
            // Archives know no sockets. What another has locked is a file: its opening fails by EAGAIN.
            const int OnLinux = 11;
            const int OnMac = 35;
            return failure.HResult is OnLinux or OnMac;
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }

    // Before the file is opened, which for a pipe without a writer would not return. Without native calls a special
    // file shows in that it states no length; what a link states is its own length, so the end of the chain is asked.
    private static void RefuseSpecial(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            if (Directory.Exists(path))
                throw new NotRegularFileException(path, NotRegularFileException.Folder);
            return; // opening says which part of the path is missing
        }

        if ((file.Attributes & FileAttributes.ReparsePoint) != 0
            && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
        {
            file = target;
        }

        if (file.Exists && file.Length == 0)
            throw new NotRegularFileException(path, NotRegularFileException.NoBytes);
    }
}
