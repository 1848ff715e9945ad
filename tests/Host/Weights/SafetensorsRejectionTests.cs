using System.Text;
using GpuFormer.Weights;
using Xunit;
using static GpuFormer.Tests.Host.Weights.SafetensorsBytes;

namespace GpuFormer.Tests.Host.Weights;

/// <summary>Every rule of the safetensors format, broken one at a time, byte by byte.</summary>
public sealed class SafetensorsRejectionTests
{
    // What PRODUCT.md B-1 allows beyond the size of the file.
    private const int AllowedBeyondFile = 64 * 1024;

    private static readonly Dictionary<string, (byte[] Bytes, string Names)> Cases = new()
    {
        ["empty file"] = ([], "0 bytes"),
        ["prefix cut short"] = ([2, 0, 0, 0, 0], "5 bytes"),
        ["prefix alone"] = ([2, 0, 0, 0, 0, 0, 0, 0], "8 bytes"),
        ["header of one byte"] = (WithLength(1, "{}"), "offset 0 is 1"),
        ["header of no bytes"] = (WithLength(0, "{}"), "offset 0 is 0"),
        ["header longer than the file"] = (WithLength(1000, "{}"), "only 2 follow"),
        ["header over the limit"] = (WithLength(17 << 20, "{}"), "over the limit of 16777216"),
        ["header length of 64 bits"] = (WithLength(ulong.MaxValue, "{}"), "18446744073709551615"),
        ["header begins with a space"] = (Of(" {}"), "offset 8"),
        ["header is an array"] = (Of("[]"), "offset 8"),
        ["header is no UTF-8"] = (Of([.. "{\""u8, 0xff, .. "\":1}"u8]), "offset 8, is not UTF-8"),
        ["header is no JSON"] = (Of("{\"a\":nonsense}"), "not valid JSON at offset 13"),
        ["header ends early"] = (Of("{\"a\":{\"dtype\":\"F32\""), "not valid JSON at offset"),
        ["header has a comment"] = (Of("{/**/}"), "not valid JSON at offset 9"),
        ["header has a trailing comma"] = (Of($"{{{Entry("a", "U8", "1", 0, 1)},}}", 1), "not valid JSON at offset"),
        ["header padded with zeros"] = (Of("{}\0\0"), "not valid JSON at offset 10"),
        ["header followed by another"] = (Of("{}{}"), "not valid JSON at offset 10"),
        ["entry is a number"] = (Of("{\"conv.weight\":1}"), "'conv.weight'"),
        ["entry lacks its type"] =
            (Of("""{"a.b":{"shape":[],"data_offsets":[0,0]}}"""),
                "'a.b': its header entry has no dtype"),
        ["entry lacks its shape"] =
            (Of("""{"a.b":{"dtype":"U8","data_offsets":[0,0]}}"""),
                "'a.b': its header entry has no shape"),
        ["entry lacks its offsets"] =
            (Of("""{"a.b":{"dtype":"U8","shape":[0]}}"""),
                "'a.b': its header entry has no data_offsets"),
        ["entry has an unknown key"] =
            (Of("""{"a.b":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":1}}"""),
                "'a.b': its header entry has the unknown key 'x'"),
        ["type is unknown"] = (Of($"{{{Entry("a.b", "F99", "1", 0, 4)}}}", 4), "'a.b': its dtype 'F99'"),
        ["type is no string"] = (Of("""{"a.b":{"dtype":4,"shape":[0],"data_offsets":[0,0]}}"""), "'a.b': its dtype"),
        ["type twice"] =
            (Of("""{"a.b":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}"""),
                "'a.b': its header entry has the key dtype twice"),
        ["shape twice"] =
            (Of("""{"a.b":{"dtype":"U8","shape":[0],"shape":[0],"data_offsets":[0,0]}}"""),
                "'a.b': its header entry has the key shape twice"),
        ["offsets twice"] =
            (Of("""{"a.b":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"data_offsets":[0,0]}}"""),
                "'a.b': its header entry has the key data_offsets twice"),
        ["offsets twice, escaped"] =
            (Of("""{"a.b":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"data\u005foffsets":[0,0]}}"""),
                "'a.b': its header entry has the key data_offsets twice"),
        ["dimension is negative"] =
            (Of($"{{{Entry("a.b", "U8", "-1", 0, 0)}}}"),
                "'a.b': its shape has an element that is no integer"),
        ["dimension is a fraction"] =
            (Of($"{{{Entry("a.b", "U8", "1.0", 0, 1)}}}", 1),
                "'a.b': its shape has an element that is no integer"),
        ["dimension is a string"] =
            (Of($"{{{Entry("a.b", "U8", "\"1\"", 0, 1)}}}", 1),
                "'a.b': its shape has an element that is no integer"),
        ["dimension of 64 bits"] =
            (Of($"{{{Entry("a.b", "U8", "18446744073709551615", 0, 1)}}}", 1),
                "'a.b': its shape"),
        ["dimension of 33 bits"] =
            (Of($"{{{Entry("a.b", "U8", "4294967297", 0, 1)}}}", 1),
                "'a.b': its shape has the dimension 4294967297"),
        ["product of the shape overflows"] =
            (Of($"{{{Entry("a.b", "U8", "2147483647,2147483647,2147483647", 0, 1)}}}", 1),
                "'a.b': the product"),
        ["bytes of the shape overflow"] =
            (Of($"{{{Entry("a.b", "F64", "2147483647,2147483647", 0, 8)}}}", 8),
                "'a.b': its data_offsets span 8 bytes"),
        ["shape nests"] = (Of($"{{{Entry("a.b", "U8", "[1]", 0, 1)}}}", 1), "'a.b': its shape"),
        ["span shorter than the shape"] =
            (Of($"{{{Entry("a.b", "F32", "2", 0, 4)}}}", 4),
                "'a.b': its data_offsets span 4 bytes"),
        ["span longer than the shape"] =
            (Of($"{{{Entry("a.b", "F32", "1", 0, 8)}}}", 8),
                "'a.b': its data_offsets span 8 bytes"),
        ["scalar without bytes"] = (Of($"{{{Entry("a.b", "F32", "", 0, 0)}}}"), "'a.b': its data_offsets span 0 bytes"),
        ["span ends before it begins"] =
            (Of($"{{{Entry("a.b", "U8", "4", 4, 0)}}}", 4),
                "'a.b': its data_offsets [4, 0]"),
        ["span leaves the file"] = (Of($"{{{Entry("a.b", "F32", "2", 0, 8)}}}", 7), "'a.b': its data_offsets [0, 8]"),
        ["span is negative"] = (Of($"{{{Entry("a.b", "U8", "4", -4, 0)}}}"), "'a.b': its data_offsets has an element"),
        ["span of three offsets"] =
            (Of("""{"a.b":{"dtype":"U8","shape":[0],"data_offsets":[0,0,0]}}"""),
                "'a.b': its data_offsets are no array of two"),
        ["span of one offset"] =
            (Of("""{"a.b":{"dtype":"U8","shape":[0],"data_offsets":[0]}}"""),
                "'a.b': its data_offsets are no array of two"),
        ["tensors overlap"] =
            (Of($"{{{Entry("a", "U8", "4", 0, 4)},{Entry("b.c", "U8", "4", 2, 6)}}}", 6),
                "'b.c': its data begins at 2"),
        ["tensors share bytes"] =
            (Of($"{{{Entry("a", "U8", "4", 0, 4)},{Entry("b.c", "U8", "4", 0, 4)}}}", 4),
                "begins at 0, but the tensor before it ends at 4: they overlap"),
        ["hole before the first tensor"] =
            (Of($"{{{Entry("b.c", "U8", "2", 2, 4)}}}", 4),
                "'b.c': its data begins at 2"),
        ["hole between tensors"] =
            (Of($"{{{Entry("a", "U8", "2", 0, 2)},{Entry("b.c", "U8", "2", 3, 5)}}}", 5),
                "'b.c': its data begins at 3"),
        ["bytes after the last tensor"] = (Of($"{{{Entry("a", "U8", "2", 0, 2)}}}", 3), "end at 2, but the file has 3"),
        ["bytes without tensors"] = (Of("{}", 3), "end at 0, but the file has 3"),
        ["name twice"] =
            (Of($"{{{Entry("a.b", "U8", "1", 0, 1)},{Entry("a.b", "U8", "1", 1, 2)}}}", 2),
                "'a.b' appears twice"),
        ["name twice, once escaped"] =
            (Of($"{{{Entry("a.b", "U8", "1", 0, 1)},{Entry(@"\u0061.b", "U8", "1", 1, 2)}}}", 2),
                "'a.b' appears twice"),
        ["name twice, as a surrogate pair"] =
            (Of($"{{{Entry(@"\ud83d\ude00.b", "U8", "0", 0, 0)},{Entry("😀.b", "U8", "0", 0, 0)}}}"),
                ".b' appears twice"),
        ["name with half a surrogate pair"] =
            (Of($"{{{Entry(@"a.b\ud83d", "U8", "0", 0, 0)}}}"),
                "half a surrogate pair at offset 9"),
        ["metadata twice"] = (Of("""{"__metadata__":{},"__metadata__":{}}"""), "'__metadata__' appears twice"),
        ["metadata key twice"] = (Of("""{"__metadata__":{"format":"pt","format":"np"}}"""), "'format' appears twice"),
        ["metadata key twice, escaped"] = (Of("""{"__metadata__":{"a/b":"","a\/b":""}}"""), "'a/b' appears twice"),
        ["metadata value is a number"] = (Of("""{"__metadata__":{"epoch":3}}"""), "no string at offset 33"),
        ["metadata is a string"] = (Of("""{"__metadata__":"pt"}"""), "no object of strings at offset 24"),
        ["metadata value has half a surrogate pair"] =
            (Of("""{"__metadata__":{"a":"\udc00"}}"""),
                "half a surrogate pair at offset 29"),
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Broken_rule_is_refused_with_the_place(string name)
    {
        (byte[] bytes, string names) = Cases[name];

        var refusal = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(bytes, "model.safetensors"));

        Assert.StartsWith("model.safetensors: ", refusal.Message);
        Assert.Contains(names, refusal.Message);
        Assert.EndsWith(".", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Refusal_allocates_no_more_than_the_file_and_64_KB(string name)
    {
        byte[] bytes = Cases[name].Bytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(bytes, "model.safetensors"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytes.Length + AllowedBeyondFile);
    }

    [Theory]
    [InlineData("entries")]
    [InlineData("metadata")]
    [InlineData("escaped metadata")]
    [InlineData("dimensions")]
    [InlineData("one long name")]
    public void Refusal_of_a_crowded_header_allocates_no_more_than_the_file_and_64_KB(string crowd)
    {
        // The fault comes last, when everything before it was accepted.
        var header = new StringBuilder("{");
        const int Count = 50_000;
        switch (crowd)
        {
            case "entries":
                for (int i = 0; i < Count; i++)
                    header.Append(Entry(i.ToString("x"), "U8", "0", 0, 0)).Append(',');
                header.Append(Entry("0", "U8", "0", 0, 0));
                break;
            case "metadata":
                header.Append("\"__metadata__\":{");
                for (int i = 0; i < Count; i++)
                    header.Append($"\"{i:x}\":\"\",");
                header.Append("\"0\":\"\"}");
                break;
            case "escaped metadata":
                header.Append("\"__metadata__\":{");
                for (int i = 0; i < Count; i++)
                    header.Append($"\"\\n{i:x}\":\"\",");
                header.Append("\"\\n0\":\"\"}");
                break;
            case "dimensions":
                header.Append(Entry("a", "U8", string.Join(',', Enumerable.Repeat("1", Count)), 0, 2));
                break;
            default:
                header.Append(Entry(new string('a', 1_000_000), "U8", "1", 0, 2));
                break;
        }

        byte[] bytes = Of(header.Append('}').ToString(), dataLength: 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(bytes, "model.safetensors"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytes.Length + AllowedBeyondFile);
        Assert.InRange(refusal.Message.Length, 1, 1000);
    }

    [Fact]
    public void Header_limit_can_be_raised_and_lowered()
    {
        byte[] bytes = Of("{" + new string(' ', 100) + "}");
        using (SafetensorsFile file = SafetensorsFile.Open(bytes, "m", new SafetensorsOptions { HeaderLimit = 102 }))
            Assert.Empty(file.Tensors);
        Assert.Throws<ModelFormatException>(
            () => SafetensorsFile.Open(bytes, "m", new SafetensorsOptions { HeaderLimit = 101 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SafetensorsOptions { HeaderLimit = 100_000_001 });
    }

    [Fact]
    public void Control_codes_of_a_name_do_not_reach_the_message()
    {
        byte[] bytes = Of($"{{{Entry(@"\u001b[31m", "U8", "1", 0, 2)}}}", 2);
        var refusal = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(bytes, "m"));
        Assert.DoesNotContain(refusal.Message, char.IsControl);
    }
}
