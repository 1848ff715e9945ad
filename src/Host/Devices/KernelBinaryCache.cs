using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace GpuFormer.Devices;

/// <summary>
/// Keeps what a driver made of a kernel's text on disk, by hash of text and driver version. Files are written whole or
/// not at all, carry a checksum against damage, and are only ever a hint: a missing or damaged one is compiled again, and so is
/// one that another user could have written, since it is code. The folder is this user's alone.
/// Environment: <c>GPUFORMER_CACHE</c> names the folder, <c>off</c> switches it off.
/// </summary>
internal sealed class KernelBinaryCache
{
    public const string EnvironmentVariable = "GPUFORMER_CACHE";
    private const int ChecksumBytes = sizeof(uint);

    private readonly string? _folder;

    private KernelBinaryCache(string? folder) => _folder = folder;

    /// <summary>The folder of all caches, which may not exist yet; null if there is none.</summary>
    public static string? Root() => RootOf(Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>The folder that a value of the variable stands for; null if none.</summary>
    public static string? RootOf(string? root)
    {
        if (root == "off")
            return null;
        if (!string.IsNullOrEmpty(root))
            return root;
        var local = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return local.Length == 0 ? null : Path.Combine(local, "GpuFormer", "kernels");
    }

    /// <summary>The cache of one kind of device (<c>opencl</c>, <c>vulkan</c>, ...).</summary>
    public static KernelBinaryCache Open(string kind) => Open(kind, Root());

    /// <summary>The same below a folder of the caller's choice; null is no cache.</summary>
    public static KernelBinaryCache Open(string kind, string? root) =>
        // A colon is no part of a folder's name on every system.
        new(root is null ? null : Path.Combine(root, kind.Replace(':', '-')));

    /// <summary>The name of an entry: whatever decides what the driver makes of a kernel.</summary>
    public static string Key(params string[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));

    /// <summary>What was stored under <paramref name="key"/>, or null.</summary>
    public byte[]? TryRead(string key)
    {
        if (_folder is null)
            return null;
        try
        {
            var path = Path.Combine(_folder, key);
            if (!PrivateFiles.IsFolder(_folder) || !PrivateFiles.IsFile(path))
                return null;
            var bytes = File.ReadAllBytes(path);
            return bytes.Length > ChecksumBytes
                && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Checksum(bytes.AsSpan(ChecksumBytes))
                ? bytes[ChecksumBytes..]
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Stores an entry; a full or read-only disk is not an error.</summary>
    public void Write(string key, ReadOnlySpan<byte> value)
    {
        if (_folder is null)
            return;
        var temporary = Path.Combine(_folder, $"{key}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder)!);
            if (!PrivateFiles.CreateFolder(_folder))
                return;
            using (var file = PrivateFiles.CreateFile(temporary))
            {
                Span<byte> checksum = stackalloc byte[ChecksumBytes];
                BinaryPrimitives.WriteUInt32LittleEndian(checksum, Checksum(value));
                file.Write(checksum);
                file.Write(value);
            }

            File.Move(temporary, Path.Combine(_folder, key), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception inner) when (inner is IOException or UnauthorizedAccessException)
            {
                // Nothing more to do: the folder is not ours to write.
            }
        }
    }

    // CRC-32C (RFC 3720, B.4): it is there to notice damage. That nobody else wrote the file is for its owner and mode to say.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            sum = BitOperations.Crc32C(sum, word);
        foreach (var last in bytes[^(bytes.Length % sizeof(ulong))..])
            sum = BitOperations.Crc32C(sum, last);
        return ~sum;
    }
}
