using System.Runtime.InteropServices;

namespace GpuFormer.Devices;

/// <summary>
/// Whether files and folders are this user's alone to change: what another user may have written is no code to run. On
/// Windows the folder of the user's application data is.
/// </summary>
internal static unsafe partial class PrivateFiles
{
    // statx(2) of Linux, whose structure is the same on every processor.
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
    private const int TypeMask = 0xF000;
    private const int FolderType = 0x4000;
    private const int FileType = 0x8000;
    private const int OthersMayWrite = 0x12;
    private const int Sticky = 0x200;

    /// <summary>Makes a folder, or makes an existing one of this user's private.</summary>
    /// <returns>Whether it is private now.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static bool CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return true;
        }

        const UnixFileMode OwnerOnly =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path, OwnerOnly);
        if (!IsOwn(path, FolderType, OthersMayWrite | 0x2D) && IsOwn(path, FolderType, 0))
            File.SetUnixFileMode(path, OwnerOnly);
        return IsFolder(path);
    }

    /// <summary>Makes a file that this user alone may read and change.</summary>
    /// <exception cref="IOException">It exists, or cannot be made.</exception>
    public static FileStream CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>Whether a folder exists in which this user alone may make, change and remove files, and which nobody
    /// else may put another in place of.</summary>
    public static bool IsFolder(string path) => OperatingSystem.IsWindows()
        ? Directory.Exists(path)
        : IsOwn(path, FolderType, OthersMayWrite) && IsSafeParent(Path.GetDirectoryName(Path.GetFullPath(path)));

    /// <summary>Whether a regular file exists, no link, which this user alone may change.</summary>
    public static bool IsFile(string path) =>
        OperatingSystem.IsWindows() ? File.Exists(path) : IsOwn(path, FileType, OthersMayWrite);

    // A folder of this user's or of the system's; where all may write, as in /tmp, they may not rename what others own.
    private static bool IsSafeParent(string? path) => path is null || !OperatingSystem.IsLinux()
        || (Find(path, followsLinks: true) is { } found
            && (found.Owner == EffectiveUser() || found.Owner == 0)
            && ((found.Mode & OthersMayWrite) == 0 || (found.Mode & Sticky) != 0));

    private static bool IsOwn(string path, int type, int forbidden)
    {
        if (OperatingSystem.IsLinux())
        {
            return Find(path, followsLinks: false) is { } found && (found.Mode & TypeMask) == type
                && (found.Mode & forbidden) == 0 && found.Owner == EffectiveUser();
        }

        // Elsewhere only the owner may set a mode; setting it to what it is changes nothing.
        try
        {
            FileSystemInfo info = type == FolderType ? new DirectoryInfo(path) : new FileInfo(path);
            if (!info.Exists || info.LinkTarget is not null || ((int)info.UnixFileMode & forbidden) != 0)
                return false;
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, info.UnixFileMode);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static (int Mode, uint Owner)? Find(string path, bool followsLinks)
    {
        try
        {
            var status = default(Status);
            return StatX(CurrentFolder, path, followsLinks ? 0 : NoFollow, TypeModeAndOwner, &status) == 0
                ? (status.Mode, status.Owner)
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than statx: what is not known to be private is not.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Status* status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
