using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace GpuFormer.Weights;

/// <summary>
/// Read-only bytes with 64-bit offsets: a memory-mapped file, or memory given by the caller. Every access is checked
/// against the length; nothing is copied.
/// </summary>
internal sealed unsafe class MappedBytes : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private MemoryHandle _pin;
    private byte* _pointer;
    private bool _disposed;

    private MappedBytes(string name, MemoryMappedFile file, MemoryMappedViewAccessor view, long length)
    {
        Name = name;
        Length = length;
        _file = file;
        _view = view;
        // The reference taken here is given back only by Dispose: forgetting to dispose leaks address space, but no
        // span handed out earlier can ever point at unmapped memory.
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
        _pointer += view.PointerOffset;
    }

    private MappedBytes(string name, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        Length = bytes.Length;
        _pin = bytes.Pin();
        _pointer = (byte*)_pin.Pointer;
    }

    /// <summary>The file name as the caller gave it, for messages.</summary>
    public string Name { get; }

    public long Length { get; }

    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="ModelFormatException">The path is no regular file.</exception>
    public static MappedBytes Open(string path)
    {
        using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (!stream.CanSeek)
            throw new ModelFormatException(path, null, "is a pipe or a device", "Give the path of a regular file.");

        long length = stream.Length;
        if (length == 0)
            return new MappedBytes(path, default);  // an empty file cannot be mapped

        MemoryMappedFile? file = null;
        try
        {
            file = MemoryMappedFile.CreateFromFile(
                stream, mapName: null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new MappedBytes(
                path, file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    public static MappedBytes Over(ReadOnlyMemory<byte> bytes, string name) => new(name, bytes);

    /// <summary>A window on the bytes, valid until <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(_pointer + offset, length);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _pointer = null;
        _pin.Dispose();
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
    }
}
