using System.Buffers.Binary;
using System.Text;
using GpuFormer.Weights;
using Xunit;
using static GpuFormer.Tests.Host.Weights.TorchBytes;

namespace GpuFormer.Tests.Host.Weights;

/// <summary>Checkpoints made to run code, to exhaust memory or to read outside of the file.</summary>
public sealed class HostilePickleTests
{
    private static readonly string Whole = Tensor(Storage("0", 4), 0, [4], [1]);

    private static readonly Dictionary<string, (byte[] Pickle, string Names)> Pickles = new()
    {
        ["os.system"] = (Pickle(Global("os", "system"), "(", Text("id"), "tR"), "'os.system'"),
        ["posix.system"] = (Pickle(Global("posix", "system"), "(", Text("id"), "tR"), "'posix.system'"),
        ["eval"] = (Pickle(Global("builtins", "eval"), "(", Text("1"), "tR"), "'builtins.eval'"),
        ["getattr"] = (Pickle(Global("builtins", "getattr")), "'builtins.getattr'"),
        ["torch.load"] = (Pickle(Global("torch", "load")), "'torch.load'"),
        ["name spread over module and attribute"] =
            (Pickle(Global("torch", "_utils._rebuild_tensor_v2.__globals__")), "__globals__"),
        ["name by stack"] = (Pickle(Text("os"), Text("system"), "\u0093"), "'os.system'"),
        ["name beside the weights"] =
            (Pickle(Dictionary(("state_dict", Dictionary(("w", Whole))), ("hook", Global("os", "system")))),
                "'os.system'"),
        ["name with control codes"] = (Pickle(Global("os", "\u001b[2J")), "\\u001b"),
        ["INST"] = (Pickle("(ios\nsystem\n"), "0x69"),
        ["OBJ"] = (Pickle("(o"), "0x6f"),
        ["extension registry"] = (Pickle("\u0082\u0001"), "0x82"),
        ["protocol from the future"] = (Pickle("\u0080\u0009"), "protocol 9"),
        ["pickle without stop"] = (Pickle("}")[..^1], "pickle"),
        ["pop from nothing"] = (Pickle("a"), "empty stack"),
        ["pop through a mark"] = (Pickle("]K\u0001(a"), "empty stack"),
        ["tuple without a mark"] = (Pickle("t"), "did not begin"),
        ["call of a number"] = (Pickle("K\u0001)R"), "call without a name"),
        ["state of a number"] = (Pickle("K\u0001}b"), "state"),
        ["append to a number"] = (Pickle("K\u0001K\u0001a"), "no list"),
        ["item of a number"] = (Pickle("K\u0001K\u0001K\u0001s"), "no dictionary"),
        ["items in odd number"] = (Pickle("}(K\u0001u"), "no dictionary"),
        ["recall of nothing"] = (Pickle("h\u0007"), "recalls value 7"),
        ["text that is too long"] = (Pickle("X" + Int(int.MaxValue)), "ends early"),
        ["text of 4 GB"] = (Pickle("X" + Int(-1)), "4294967295"),
        ["bytes that are too long"] = (Pickle("B" + Int(int.MaxValue)), "ends early"),
        ["text that is no UTF-8"] = (Pickle("X" + Int(1) + "\u00ff"), "UTF-8"),
        ["unknown storage"] =
            (Pickle("(" + Text("storage") + Global("argparse", "Namespace") + Text("0") + Text("cpu") + "K\u0001tQ"),
                "argparse.Namespace"),
        ["reference of another kind"] = (Pickle("(" + Text("file") + Text("/etc/passwd") + "tQ"), "unknown form"),
        ["reference by text"] = (Pickle(Text("storage") + "Q"), "unknown form"),
        ["storage of a negative size"] = (Pickle(Storage("0", -1)), "-1 elements"),
        ["storage of a huge size"] = (Pickle(Storage("0", long.MaxValue)), "elements"),
        ["storage of two sizes"] = (Pickle("(" + Storage("0", 4) + Storage("0", 5) + "t"), "two sizes"),
        ["storage that is not there"] = (Pickle(Dictionary(("w", Tensor(Storage("9", 4), 0, [4], [1])))), "'9'"),
        ["storage larger than its bytes"] =
            (Pickle(Dictionary(("w", Tensor(Storage("0", 5), 0, [5], [1])))), "storage '0'"),
        ["storage smaller than its bytes"] =
            (Pickle(Dictionary(("w", Tensor(Storage("0", 3), 0, [3], [1])))), "storage '0'"),
        ["tensor past its storage"] = (OneTensor(0, [5], [1]), "'w': views element 4"),
        ["tensor from an offset past its storage"] = (OneTensor(1, [4], [1]), "'w': views element 4"),
        ["tensor from a negative offset"] = (OneTensor(-1, [4], [1]), "'w': views element 2"),
        ["empty tensor past its storage"] = (OneTensor(5, [0], [1]), "'w': views"),
        ["tensor with a long stride"] = (OneTensor(0, [2], [4]), "'w': views element 4"),
        ["tensor with a stride that wraps"] =
            (OneTensor(0, [5], [1L << 62]), "'w': views element 18446744073709551616"),
        ["tensor with a stride that wraps twice"] = (OneTensor(0, [5, 5], [1L << 62, 1L << 62]), "'w': views element"),
        ["tensor with a negative stride"] = (OneTensor(3, [4], [-1]), "'w': has a size or stride"),
        ["tensor with a negative size"] = (OneTensor(0, [-4], [1]), "'w': has a size or stride"),
        ["tensor with sizes whose product wraps"] =
            (OneTensor(0, [1 << 30, 1 << 30, 1 << 30], [0, 0, 0]), "'w': has a shape whose product"),
        ["tensor expanded beyond the limit"] = (OneTensor(0, [1 << 30, 8], [0, 0]), "'w': brings the tensors"),
        ["tensor with more sizes than strides"] = (OneTensor(0, [2, 2], [1]), "'w': has 2 dimensions"),
        ["tensor with many dimensions"] =
            (OneTensor(0, [.. Enumerable.Repeat(1L, 65)], [.. Enumerable.Repeat(1L, 65)]), "'w': has 65 dimensions"),
        ["tensor of a text"] =
            (Pickle(Dictionary(("w", Global("torch._utils", "_rebuild_tensor_v2") + "(" + Text("x") + "tR"))),
                "'w': is described in an unknown form"),
        ["parameter around itself"] =
            (Pickle(Dictionary(("w", Global("torch._utils", "_rebuild_parameter") + "(" +
                Global("torch._utils", "_rebuild_parameter") + "(tRtR"))), "'w': is described in an unknown form"),
        ["list"] = (Pickle("]"), "list of 0 values"),
        ["nothing"] = (Pickle("N"), "holds a None"),
        ["empty dictionary"] = (Pickle("}"), "no state_dict"),
    };

    public static TheoryData<string> PickleNames => [.. Pickles.Keys];

    [Theory]
    [MemberData(nameof(PickleNames))]
    public void Hostile_pickle_is_refused_by_name_in_a_zip(string name)
    {
        (byte[] pickle, string names) = Pickles[name];
        Refused(Zip(pickle, ("0", new byte[16])), names);
    }

    [Theory]
    [MemberData(nameof(PickleNames))]
    public void Hostile_pickle_is_refused_in_the_older_format(string name)
    {
        // Some faults come out elsewhere here, since the storages follow each other without a table of contents.
        byte[] bytes = Legacy(Pickles[name].Pickle, ("0", 4, new byte[16]));
        var refusal = Assert.Throws<ModelFormatException>(() => TorchCheckpoint.Open(bytes, "m.pth"));
        Assert.StartsWith("m.pth: ", refusal.Message);
    }

    [Fact]
    public void Billion_laughs_are_neither_walked_nor_copied()
    {
        // Each list holds the one before ten times; as text it would have 10^60 values.
        var laughs = new StringBuilder("(]q\0");
        for (int level = 1; level <= 60; level++)
        {
            laughs.Append("](");
            for (int i = 0; i < 10; i++)
                laughs.Append('h').Append((char)(level - 1));
            laughs.Append("eq").Append((char)level);
        }

        byte[] bytes = Zip(
            Pickle(Dictionary(("args", laughs.Append('t').ToString()), ("state_dict", Dictionary(("w", Whole))))),
            ("0", new byte[16]));
        using TorchCheckpoint checkpoint = TorchCheckpoint.Open(bytes, "m.pth");
        Assert.Equal("is a tuple of 61 values and no weights", checkpoint.Dropped[0].Reason);
    }

    [Fact]
    public void Deep_nesting_does_not_exhaust_the_stack()
    {
        const int Depth = 200_000;
        string nested = new string(']', Depth) + new string('a', Depth - 1);
        byte[] bytes = Zip(Pickle(nested));
        Refused(bytes, "list of 1 values");
    }

    [Fact]
    public void Pickle_without_end_stops_at_the_limit_of_instructions()
    {
        byte[] bytes = Zip([0x80, 2, .. Enumerable.Repeat((byte)']', 1_100_000), (byte)'.']);
        Refused(bytes, "1000000 instructions");
    }

    [Fact]
    public void Dictionary_of_very_many_entries_is_refused()
    {
        string items = string.Concat(Enumerable.Repeat("h\0h\0", 100_000));
        Refused(Zip(Pickle(Text("key"), "q\0", "}(" + items + "u")), "more than 65536 entries");
    }

    [Fact]
    public void Zip_bomb_is_refused_before_it_is_opened()
    {
        byte[] bytes = DeflatedZip("a/data.pkl", new byte[10_000_000]);
        Assert.InRange(bytes.Length, 1, 20_000);
        Refused(bytes, "compressed entry 'a/data.pkl'");
    }

    [Fact]
    public void Archive_beyond_the_size_limit_is_refused()
    {
        byte[] bytes = Zip(Pickle(Dictionary(("w", Whole))), ("0", new byte[16]));
        var refusal = Assert.Throws<ModelFormatException>(
            () => TorchCheckpoint.Open(bytes, "m.pth", new CheckpointOptions { SizeLimit = 20 }));
        Assert.Contains("more than 20 bytes", refusal.Message);
    }

    [Fact]
    public void Entries_over_each_other_are_refused()
    {
        byte[] bytes = RawZip(("a/data.pkl", Pickle("}")), ("a/data/0", new byte[64]), ("a/data/1", new byte[64]));
        int first = bytes.AsSpan().LastIndexOf("a/data/0"u8);
        // The first storage claims the bytes of the second as well.
        foreach (int field in new[] { first - 46 + 20, first - 46 + 24 })
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(field), 130);
        Refused(bytes, "'a/data/1' over another one");
    }

    [Fact]
    public void Entry_twice_is_refused() =>
        Refused(RawZip(("a/data.pkl", Pickle("}")), ("a/data.pkl", Pickle("}"))), "'a/data.pkl' twice");

    [Fact]
    public void Other_archives_are_refused_with_what_they_are()
    {
        Refused(RawZip(("readme.txt", [1])), "0 entries data.pkl");
        Refused(RawZip(("a/data.pkl", Pickle("}")), ("b/data.pkl", Pickle("}"))), "2 entries data.pkl");
        Refused(RawZip(("a/data.pkl", Pickle("}")), ("a/constants.pkl", [1])), "TorchScript");
        Refused(RawZip(("a/data.pkl", Pickle("}")), ("a/byteorder", [.. "big"u8])), "little-endian");
        Refused([0x1f, 0x8b, 8, 0, 0, 0], "gzip");
        Refused([.. new byte[257], .. "ustar\0"u8], "tar archive");
        Refused([], "no PyTorch checkpoint");
    }

    [Fact]
    public void Older_format_with_wrong_counts_or_keys_is_refused()
    {
        byte[] pickle = Pickle(Dictionary(("w", Whole)));
        var four = ("0", 4L, new byte[16]);
        using (TorchCheckpoint.Open(Legacy(pickle, four), "m.pth"))
        {
        }

        Refused(Legacy(pickle), "storage '0' is not in the file");
        Refused(Legacy(pickle, ("0", 5, new byte[20])), "storage '0' has 5 elements");
        Refused(Legacy(pickle, ("0", -4, new byte[16])), "storage '0' has -4 elements");
        Refused(Legacy(pickle, ("0", 4, new byte[15])), "storage '0' has 16 bytes");
        Refused(Legacy(pickle, ("0", 4, new byte[17])), "1 bytes after its last storage");
        Refused(Legacy(pickle, four, four), "twice");
        Refused(Legacy(pickle, ("1", 4, new byte[16])), "that no tensor uses");
    }

    private static byte[] OneTensor(long offset, long[] size, long[] stride) =>
        Pickle(Dictionary(("w", Tensor(Storage("0", 4), offset, size, stride))));

    private static void Refused(byte[] bytes, string names)
    {
        var refusal = Assert.Throws<ModelFormatException>(() => TorchCheckpoint.Open(bytes, "m.pth"));
        Assert.StartsWith("m.pth: ", refusal.Message);
        Assert.Contains(names, refusal.Message);
        Assert.DoesNotContain(refusal.Message, char.IsControl);
    }
}
