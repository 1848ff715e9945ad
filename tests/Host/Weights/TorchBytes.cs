using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace GpuFormer.Tests.Host.Weights;

/// <summary>Lays out pickles and the two containers of torch.save byte by byte, right or wrong.</summary>
internal static class TorchBytes
{
    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Data", "Weights", file);

    /// <summary>Joins instructions: text as its Latin-1 bytes, after PROTO 2 and before STOP.</summary>
    public static byte[] Pickle(params string[] instructions) =>
        [0x80, 2, .. Encoding.Latin1.GetBytes(string.Concat(instructions)), (byte)'.'];

    public static string Text(string text) => "X" + Int(Encoding.UTF8.GetByteCount(text)) + text;

    public static string Int(int value) => Little(value, 4);

    public static string Number(long value) => "\u008a\b" + Little(value, 8);

    public static string Global(string module, string name) => $"c{module}\n{name}\n";

    public static string Storage(string key, long count, string type = "FloatStorage") =>
        "(" + Text("storage") + Global("torch", type) + Text(key) + Text("cpu") + Number(count) + "tQ";

    /// <summary>_rebuild_tensor_v2 of a storage.</summary>
    public static string Tensor(string storage, long offset, long[] size, long[] stride) =>
        Global("torch._utils", "_rebuild_tensor_v2") + "(" + storage + Number(offset) + Tuple(size) + Tuple(stride) +
        "\u0089)tR";

    public static string Tuple(long[] values) => "(" + string.Concat(values.Select(Number)) + "t";

    public static string Dictionary(params (string Key, string Value)[] items) =>
        "}(" + string.Concat(items.Select(i => Text(i.Key) + i.Value)) + "u";

    /// <summary>The format before PyTorch 1.6.</summary>
    public static byte[] Legacy(byte[] pickle, params (string Key, long Count, byte[] Bytes)[] storages)
    {
        using var stream = new MemoryStream();
        stream.Write([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.']);
        stream.Write(Pickle("M" + (char)0xe9 + (char)3));
        stream.Write(Pickle(Dictionary(("little_endian", "\u0088"))));
        stream.Write(pickle);
        stream.Write(Pickle("](" + string.Concat(storages.Select(s => Text(s.Key))) + "e"));
        Span<byte> count = stackalloc byte[8];
        foreach ((string _, long elements, byte[] bytes) in storages)
        {
            BinaryPrimitives.WriteInt64LittleEndian(count, elements);
            stream.Write(count);
            stream.Write(bytes);
        }

        return stream.ToArray();
    }

    /// <summary>The format since PyTorch 1.6.</summary>
    public static byte[] Zip(byte[] pickle, params (string Key, byte[] Bytes)[] storages) =>
        RawZip([("a/data.pkl", pickle), .. storages.Select(s => ("a/data/" + s.Key, s.Bytes))]);

    public static byte[] RawZip(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        using var central = new MemoryStream();
        using var centralWriter = new BinaryWriter(central);
        foreach ((string name, byte[] bytes) in entries)
        {
            byte[] nameBytes = Encoding.UTF8.GetBytes(name);
            int local = (int)stream.Position;
            writer.Write(0x04034b50);
            WriteFields(writer, nameBytes, bytes);
            writer.Write(nameBytes);
            writer.Write(bytes);
            centralWriter.Write(0x02014b50);
            centralWriter.Write((ushort)20);
            WriteFields(centralWriter, nameBytes, bytes);
            centralWriter.Write((ushort)0);
            centralWriter.Write(0);
            centralWriter.Write(0);
            centralWriter.Write(local);
            centralWriter.Write(nameBytes);
        }

        int start = (int)stream.Position;
        writer.Write(central.ToArray());
        writer.Write(0x06054b50);
        writer.Write(0);
        writer.Write((ushort)entries.Length);
        writer.Write((ushort)entries.Length);
        writer.Write((int)central.Length);
        writer.Write(start);
        writer.Write((ushort)0);
        return stream.ToArray();
    }

    /// <summary>An archive whose only entry is deflated.</summary>
    public static byte[] DeflatedZip(string name, byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
            entry.Write(bytes);
        }

        return stream.ToArray();
    }

    // APPNOTE 4.3.7 from "version needed" to "extra field length"; the checksum is not read.
    private static void WriteFields(BinaryWriter writer, byte[] name, byte[] bytes)
    {
        writer.Write((ushort)20);
        writer.Write((ushort)0x800);
        writer.Write((ushort)0);
        writer.Write(0);
        writer.Write(0);
        writer.Write(bytes.Length);
        writer.Write(bytes.Length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)0);
    }

    private static string Little(long value, int bytes)
    {
        var text = new char[bytes];
        for (int i = 0; i < bytes; i++)
            text[i] = (char)((value >> (8 * i)) & 0xff);
        return new string(text);
    }
}
