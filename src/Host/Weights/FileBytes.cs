using GpuFormer.Files;
using Microsoft.Win32.SafeHandles;

namespace GpuFormer.Weights;

/// <summary>
/// Read-only bytes with 64-bit offsets: an open file, or memory given by the caller. Parts are read when they are asked
/// for, straight into the caller's memory. A file is not mapped: one that is cut while it is mapped takes the process
/// down with it, while reading from it ends in an exception.
/// </summary>
internal sealed class FileBytes : IDisposable
{
    private const int NearBytes = 4096;

    private readonly SafeFileHandle? _file;
    private readonly DateTime _written;
    private readonly ReadOnlyMemory<byte> _memory;

    // What Window read last; never written to again, since spans of it may be in use.
    private byte[] _near = [];
    private long _nearOffset;
    private bool _disposed;

    private FileBytes(string name, SafeFileHandle file)
    {
        Name = name;
        _file = file;
        Length = RandomAccess.GetLength(file);
        _written = File.GetLastWriteTimeUtc(file);
    }

    private FileBytes(string name, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        Length = bytes.Length;
        _memory = bytes;
    }

    /// <summary>The file name as the caller gave it, for messages.</summary>
    public string Name { get; }

    public long Length { get; }

    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    /// <exception cref="ModelFormatException">The path is no regular file.</exception>
    public static FileBytes Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            // Not disposed: the handle lives on, and closes itself if this object is forgotten.
            return new FileBytes(path, RegularFile.Open(path).SafeFileHandle);
        }
        catch (NotRegularFileException fault)
        {
            throw new ModelFormatException(path, null, fault.Problem, "Give the path of a weights file.", fault);
        }
    }

    public static FileBytes Over(ReadOnlyMemory<byte> bytes, string name) => new(name, bytes);

    /// <summary>Fills destination from the bytes at offset.</summary>
    /// <exception cref="ModelFormatException">The file is no longer what it was when it was opened.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - destination.Length);
        if (_file is null)
        {
            _memory.Span.Slice((int)offset, destination.Length).CopyTo(destination);
            return;
        }

        RequireUnchanged();
        while (!destination.IsEmpty)
        {
            int count = RandomAccess.Read(_file, destination, offset);
            if (count == 0)
                throw Changed();
            offset += count;
            destination = destination[count..];
        }
    }

    /// <summary>Copies the bytes at offset.</summary>
    /// <exception cref="ModelFormatException">The file is no longer what it was when it was opened.</exception>
    public byte[] Read(long offset, int length)
    {
        // Checked before memory is taken for it.
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        Read(offset, bytes);
        return bytes;
    }

    /// <summary>The bytes at offset: a window on the caller's memory, or a copy of a part of the file.</summary>
    /// <exception cref="ModelFormatException">The file is no longer what it was when it was opened.</exception>
    public ReadOnlyMemory<byte> Window(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_file is null)
            return _memory.Slice(checked((int)offset), length);
        // Headers and tables are asked for in small pieces that lie side by side.
        if (offset < _nearOffset || length > _near.Length - (offset - _nearOffset))
        {
            _near = Read(offset, (int)Math.Max(length, Math.Min(NearBytes, Length - offset)));
            _nearOffset = offset;
        }

        return _near.AsMemory((int)(offset - _nearOffset), length);
    }

    /// <inheritdoc cref="Window"/>
    public ReadOnlySpan<byte> Slice(long offset, int length) => Window(offset, length).Span;

    /// <summary>Whether the bytes at offset are these.</summary>
    public bool StartsWith(long offset, ReadOnlySpan<byte> start) =>
        start.Length <= Length - offset && Slice(offset, start.Length).SequenceEqual(start);

    public void Dispose()
    {
        _disposed = true;
        _file?.Dispose();
    }

    // A file that is written anew in its place would give tensors of two models: neither error nor sense.
    private void RequireUnchanged()
    {
        if (File.GetLastWriteTimeUtc(_file!) != _written)
            throw Changed();
    }

    private ModelFormatException Changed() => new(
        Name, null, $"was cut or written to while it was open (it had {Length} bytes)",
        "Open it again; write weights to a new file and rename it into place.");
}
