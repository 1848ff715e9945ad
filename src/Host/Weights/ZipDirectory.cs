using System.Buffers.Binary;
using System.Text;

namespace GpuFormer.Weights;

/// <summary>
/// The table of contents of a ZIP archive whose entries are stored uncompressed, as PyTorch writes them (APPNOTE.TXT
/// 4.3, with the 64-bit forms). Compressed entries are refused, so no entry can be larger than the file.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint LocalHeader = 0x04034b50;            // APPNOTE 4.3.7
    private const uint CentralHeader = 0x02014b50;          // 4.3.12
    private const uint EndRecord = 0x06054b50;              // 4.3.16
    private const uint EndRecord64 = 0x06064b50;            // 4.3.14
    private const uint EndLocator64 = 0x07064b50;           // 4.3.15
    private const int LocalLength = 30;
    private const int CentralLength = 46;
    private const int EndLength = 22;
    private const int EndLength64 = 56;
    private const int LocatorLength = 20;
    private const int LongestComment = 0xffff;
    private const string Damaged = "The file is truncated, damaged or hostile: download or write it again.";

    private readonly FileBytes _bytes;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public ZipDirectory(FileBytes bytes, long sizeLimit)
    {
        _bytes = bytes;
        (long start, long end, long count) = FindCentralDirectory();
        long position = start;
        long total = 0;
        for (long i = 0; i < count; i++)
        {
            (string name, Entry entry) = ReadEntry(ref position, end, start);
            if (!_entries.TryAdd(name, entry))
                throw Fail($"has the entry '{ModelFormatException.Printable(name)}' twice", Damaged);
            // No overflow: each length is at most the file's, and there are fewer entries than bytes.
            total += entry.Length;
            if (total > sizeLimit)
                throw Fail(
                    $"has entries of more than {sizeLimit} bytes together",
                    "If the file is trusted and meant to be so large, raise CheckpointOptions.SizeLimit.");
        }

        if (position != end)
            throw Fail($"has a table of contents that ends at offset {position} and not at {end}", Damaged);
        RefuseOverlap();
    }

    /// <summary>Whether an entry is itself a file of weights, or an archive: then this one is only its wrapping.</summary>
    public static bool IsWeights(string name) =>
        new[] { ".pth", ".pt", ".bin", ".ckpt", ".tar", ".zip", ".gz", ".safetensors", ".onnx" }
            .Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public static ModelFormatException Around(string file, string inner) => new(
        file, null, $"is a ZIP archive around '{ModelFormatException.Printable(inner)}'",
        "Unpack it and give the file that is in it.");

    public readonly record struct Entry(long Position, long Length);

    public IEnumerable<string> Names => _entries.Keys;

    public bool TryGet(string name, out Entry entry) => _entries.TryGetValue(name, out entry);

    private (long Start, long End, long Count) FindCentralDirectory()
    {
        long end = FindEndRecord();
        ReadOnlySpan<byte> record = Slice(end, EndLength);
        long count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long start = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        long limit = end;
        if (end >= LocatorLength && Signature(end - LocatorLength) == EndLocator64)
        {
            limit = (long)Math.Min(
                BinaryPrimitives.ReadUInt64LittleEndian(Slice(end - LocatorLength + 8, 8)), (ulong)_bytes.Length);
            record = Slice(limit, EndLength64);
            if (BinaryPrimitives.ReadUInt32LittleEndian(record) != EndRecord64)
                throw Fail("has no 64-bit end record where it says", Damaged);
            count = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(record[32..]), long.MaxValue);
            length = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(record[40..]), long.MaxValue);
            start = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(record[48..]), long.MaxValue);
        }

        if (start > limit || length > limit - start)
            throw Fail("has a table of contents outside of the file", Damaged);
        return (start, start + length, count);
    }

    // The record is the last thing in the file, apart from a comment of up to 64 KiB.
    private long FindEndRecord()
    {
        long lowest = Math.Max(0, _bytes.Length - EndLength - LongestComment);
        for (long position = _bytes.Length - EndLength; position >= lowest; position--)
        {
            if (Signature(position) == EndRecord &&
                BinaryPrimitives.ReadUInt16LittleEndian(Slice(position + 20, 2)) ==
                _bytes.Length - EndLength - position)
                return position;
        }

        throw Fail("begins as a ZIP archive but has no end record", Damaged);
    }

    private (string Name, Entry) ReadEntry(ref long position, long end, long dataEnd)
    {
        if (position > end - CentralLength || Signature(position) != CentralHeader)
            throw Fail($"has no entry at offset {position} of its table of contents", Damaged);
        ReadOnlySpan<byte> header = Slice(position, CentralLength);
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        int method = BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
        ulong compressed = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        ulong length = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        ulong local = BinaryPrimitives.ReadUInt32LittleEndian(header[42..]);

        ReadOnlySpan<byte> nameBytes = Slice(position + CentralLength, nameLength);
        string name = Encoding.UTF8.GetString(nameBytes);
        ReadExtra(Slice(position + CentralLength + nameLength, extraLength), ref length, ref compressed, ref local);
        position += CentralLength + nameLength + extraLength + commentLength;

        string shown = ModelFormatException.Printable(name);
        if ((flags & 1) != 0)
            throw Fail($"has the encrypted entry '{shown}'", "Decrypt the archive first.");
        if (method != 0 && IsWeights(name))
            throw Around(_bytes.Name, name);
        if (method != 0 || compressed != length)
            throw Fail(
                $"has the compressed entry '{shown}' (method {method}, {compressed} to {length} bytes)",
                "PyTorch stores entries uncompressed; save the checkpoint with torch.save, and do not zip it again.");
        return (name, new Entry(Locate(shown, nameBytes, local, length, dataEnd), (long)length));
    }

    // APPNOTE 4.5.3: the 64-bit values are there, in this order, for those that are all ones in the header.
    private void ReadExtra(ReadOnlySpan<byte> extra, ref ulong length, ref ulong compressed, ref ulong local)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (size > extra.Length - 4)
                throw Fail("has an entry with a damaged extra field", Damaged);
            ReadOnlySpan<byte> field = extra.Slice(4, size);
            extra = extra[(4 + size)..];
            if (id != 1)
                continue;
            ReadLong(ref field, ref length);
            ReadLong(ref field, ref compressed);
            ReadLong(ref field, ref local);
        }
    }

    private void ReadLong(ref ReadOnlySpan<byte> field, ref ulong value)
    {
        if (value != uint.MaxValue)
            return;
        if (field.Length < sizeof(ulong))
            throw Fail("has an entry with a damaged 64-bit size", Damaged);
        value = BinaryPrimitives.ReadUInt64LittleEndian(field);
        field = field[sizeof(ulong)..];
    }

    private long Locate(string shown, ReadOnlySpan<byte> name, ulong local, ulong length, long dataEnd)
    {
        if (local > (ulong)dataEnd || Signature((long)local) != LocalHeader)
            throw Fail($"has no entry '{shown}' at offset {local}, where it says", Damaged);
        ReadOnlySpan<byte> header = Slice((long)local, LocalLength);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (!Slice((long)local + LocalLength, nameLength).SequenceEqual(name))
            throw Fail($"has another name than '{shown}' at offset {local}", Damaged);
        long position = (long)local + LocalLength + nameLength + extraLength;
        if (position > dataEnd || length > (ulong)(dataEnd - position))
            throw Fail($"has the entry '{shown}' of {length} bytes, which leaves the file", Damaged);
        return position;
    }

    private void RefuseOverlap()
    {
        long end = 0;
        foreach ((string name, Entry entry) in _entries.OrderBy(e => e.Value.Position))
        {
            if (entry.Position < end)
                throw Fail($"has the entry '{ModelFormatException.Printable(name)}' over another one", Damaged);
            end = entry.Position + entry.Length;
        }
    }

    private uint Signature(long position) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(position, 4));

    private ReadOnlySpan<byte> Slice(long position, int length) =>
        position >= 0 && position <= _bytes.Length - length
            ? _bytes.Slice(position, length)
            : throw Fail($"ends before offset {position} + {length}", Damaged);

    private ModelFormatException Fail(string problem, string remedy) => new(_bytes.Name, null, problem, remedy);
}
