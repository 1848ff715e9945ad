using System.Buffers.Binary;
using System.Numerics;

namespace GpuFormer.Weights;

/// <summary>Reads the two containers of torch.save: the ZIP archive, and the stream of pickles before it.</summary>
internal static class TorchFile
{
    private const string Damaged = "The file is truncated, damaged or hostile: download or write it again.";

    // torch/serialization.py, MAGIC_NUMBER and PROTOCOL_VERSION of the older format.
    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356");
    private const long ProtocolVersion = 1001;

    // More than the three pickles before the object have: a number, a number, three facts.
    private const int SmallPickle = 4096;

    /// <summary>Whether the bytes begin like one of the two containers.</summary>
    public static bool IsTorch(FileBytes bytes) => IsZip(bytes) || IsLegacy(bytes);

    /// <summary>Reads the saved object; the storages it refers to have their places then.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, hostile or unsupported.</exception>
    public static object? Read(FileBytes bytes, CheckpointOptions options, out TorchStorages storages)
    {
        storages = new TorchStorages(bytes.Name);
        if (IsZip(bytes))
            return ReadZip(bytes, options, storages);
        if (IsLegacy(bytes))
            return ReadLegacy(bytes, storages);

        string kind =
            bytes.StartsWith(0, [0x1f, 0x8b]) ? "is compressed with gzip" :
            bytes.StartsWith(257, "ustar"u8) ? "is a tar archive" :
            "is no PyTorch checkpoint";
        throw new ModelFormatException(
            bytes.Name, null, kind,
            "Give a safetensors file or one written by torch.save (also when named .pth.tar); unpack archives.");
    }

    private static bool IsZip(FileBytes bytes) => bytes.StartsWith(0, "PK\x03\x04"u8);

    // PROTO, in newer protocols a frame, LONG1 of 10 bytes, the magic number.
    private static bool IsLegacy(FileBytes bytes) =>
        bytes.StartsWith(0, [0x80, 2, 0x8a, 10]) || bytes.StartsWith(0, [0x80, 3, 0x8a, 10]) ||
        ((bytes.StartsWith(0, [0x80, 4, 0x95]) || bytes.StartsWith(0, [0x80, 5, 0x95])) &&
            bytes.StartsWith(11, [0x8a, 10]));

    private static object? ReadZip(FileBytes bytes, CheckpointOptions options, TorchStorages storages)
    {
        var zip = new ZipDirectory(bytes, options.SizeLimit);
        string[] pickles = [.. zip.Names.Where(n => $"/{n}".EndsWith("/data.pkl", StringComparison.Ordinal))];
        if (pickles.Length == 0 && zip.Names.FirstOrDefault(ZipDirectory.IsWeights) is { } inner)
            throw ZipDirectory.Around(bytes.Name, inner);
        if (pickles.Length != 1)
            throw new ModelFormatException(
                bytes.Name, null, $"is a ZIP archive with {pickles.Length} entries data.pkl and not one",
                "Give a file written by torch.save.");
        string folder = pickles[0][..^"data.pkl".Length];
        if (zip.TryGet(folder + "constants.pkl", out _))
            throw new ModelFormatException(
                bytes.Name, null, "is a TorchScript archive, which holds a program",
                "Save a plain state_dict: torch.save(model.state_dict(), path).");
        if (zip.TryGet(folder + "byteorder", out ZipDirectory.Entry order) &&
            !(order.Length == 6 && bytes.StartsWith(order.Position, "little"u8)))
            throw new ModelFormatException(
                bytes.Name, null, "is not in little-endian byte order", "Save it on a little-endian machine.");

        zip.TryGet(pickles[0], out ZipDirectory.Entry pickle);
        long position = pickle.Position;
        object? content = PickleReader.Read(bytes, ref position, pickle.Position + pickle.Length, storages);
        foreach (TorchStorage storage in storages.All)
        {
            if (!zip.TryGet($"{folder}data/{storage.Key}", out ZipDirectory.Entry entry))
                throw StorageFault(bytes, storage, "is not in the archive");
            if (entry.Length != storage.ByteCount)
                throw StorageFault(
                    bytes, storage,
                    $"has {entry.Length} bytes, but {storage.Count} elements of {storage.DType.Spelling()} " +
                    $"have {storage.ByteCount}");
            storage.Position = entry.Position;
        }

        return content;
    }

    // Five pickles (magic number, version, machine, the object, the keys of the storages), then each storage in the
    // order of the keys: its number of elements in 8 bytes, its elements.
    private static object? ReadLegacy(FileBytes bytes, TorchStorages storages)
    {
        long position = 0;
        var none = new TorchStorages(bytes.Name);
        object? magic = PickleReader.Read(bytes, ref position, Math.Min(bytes.Length, SmallPickle), none);
        object? version = PickleReader.Read(bytes, ref position, Math.Min(bytes.Length, 2 * SmallPickle), none);
        if (magic is not BigInteger number || number != Magic || version is not ProtocolVersion)
            throw new ModelFormatException(
                bytes.Name, null,
                "begins as a checkpoint of PyTorch before 1.6 but has another magic number or version", Damaged);
        object? machine = PickleReader.Read(bytes, ref position, Math.Min(bytes.Length, 3 * SmallPickle), none);
        if (machine is not PickleDictionary facts || !facts.TryGet("little_endian", out object? little) ||
            little is not true)
            throw new ModelFormatException(
                bytes.Name, null, "is not in little-endian byte order", "Save it on a little-endian machine.");

        object? content = PickleReader.Read(bytes, ref position, bytes.Length, storages);
        if (PickleReader.Read(bytes, ref position, bytes.Length, none) is not PickleList keys)
            throw new ModelFormatException(bytes.Name, null, "has no list of storages", Damaged);
        foreach (object? key in keys.Items)
        {
            if (key is not string text || !storages.TryGet(text, out TorchStorage storage) || storage.Position >= 0)
                throw new ModelFormatException(
                    bytes.Name, null, $"lists a storage at offset {position} that no tensor uses, or twice", Damaged);
            PlaceLegacy(bytes, storage, ref position);
        }

        if (storages.All.FirstOrDefault(s => s.Position < 0) is { } absent)
            throw StorageFault(bytes, absent, "is not in the file");
        if (position != bytes.Length)
            throw new ModelFormatException(
                bytes.Name, null, $"has {bytes.Length - position} bytes after its last storage", Damaged);
        return content;
    }

    private static void PlaceLegacy(FileBytes bytes, TorchStorage storage, ref long position)
    {
        if (bytes.Length - position < sizeof(long))
            throw StorageFault(bytes, storage, "is cut off");
        long count = BinaryPrimitives.ReadInt64LittleEndian(bytes.Slice(position, sizeof(long)));
        if (count != storage.Count)
            throw StorageFault(
                bytes, storage, $"has {count} elements at offset {position}, and {storage.Count} before");
        position += sizeof(long);
        if (storage.ByteCount > bytes.Length - position)
            throw StorageFault(
                bytes, storage,
                $"has {storage.ByteCount} bytes, but {bytes.Length - position} follow offset {position}");
        storage.Position = position;
        position += storage.ByteCount;
    }

    private static ModelFormatException StorageFault(FileBytes bytes, TorchStorage storage, string problem) =>
        new(bytes.Name, null, $"storage '{ModelFormatException.Printable(storage.Key)}' {problem}", Damaged);
}
