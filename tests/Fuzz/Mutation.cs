using System.Buffers.Binary;

namespace GpuFormer.Tests.Fuzz;

/// <summary>Small damages to a file: bits, bytes, numbers at their limits, cuts, insertions, copies within the file and
/// from another, words that mean something to the format.</summary>
public sealed class Mutation(IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> words, int seed)
{
    private static readonly long[] Limits =
        [0, 1, -1, 255, short.MaxValue, ushort.MaxValue, int.MaxValue, uint.MaxValue, 1L << 32, long.MaxValue, long.MinValue];

    private readonly Random _random = new(seed);

    /// <summary>The next file: one of the seeds with one to six damages.</summary>
    public byte[] Next()
    {
        List<byte> file = [.. seeds[_random.Next(seeds.Count)]];
        for (var damages = _random.Next(1, 7); damages > 0; damages--)
            Damage(file);
        return [.. file];
    }

    private void Damage(List<byte> file)
    {
        var at = file.Count == 0 ? 0 : _random.Next(file.Count);
        switch (file.Count == 0 ? 5 : _random.Next(10))
        {
            case 0:
                file[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                file[at] = (byte)_random.Next(256);
                break;
            case 2:
                file[at] += (byte)_random.Next(-2, 3);
                break;
            case 3:
                WriteLimit(file, at);
                break;
            case 4:
                file.RemoveRange(at, Math.Min(_random.Next(1, 24), file.Count - at));
                break;
            case 5:
                file.Insert(at, (byte)_random.Next(256));
                break;
            case 6:
                Copy(file, file, at);
                break;
            case 7:
                Copy(seeds[_random.Next(seeds.Count)], file, at);
                break;
            case 8 when words.Count > 0:
                file.InsertRange(at, words[_random.Next(words.Count)]);
                break;
            case 9 when words.Count > 0:
                var word = words[_random.Next(words.Count)];
                for (var i = 0; i < word.Length && at + i < file.Count; i++)
                    file[at + i] = word[i];
                break;
            default:
                if (_random.Next(4) == 0)
                    file.RemoveRange(at, file.Count - at);
                break;
        }
    }

    private void Copy(IReadOnlyList<byte> source, List<byte> file, int at)
    {
        if (source.Count == 0)
            return;
        var from = _random.Next(source.Count);
        file.InsertRange(at, [.. source.Skip(from).Take(_random.Next(1, 40))]);
    }

    private void WriteLimit(List<byte> file, int at)
    {
        Span<byte> number = stackalloc byte[8];
        var value = Limits[_random.Next(Limits.Length)];
        var width = 1 << _random.Next(4);
        if (_random.Next(2) == 0)
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
        else
            BinaryPrimitives.WriteInt64BigEndian(number, width == 8 ? value : value << (8 * (8 - width)));
        for (var i = 0; i < width && at + i < file.Count; i++)
            file[at + i] = number[i];
    }
}
