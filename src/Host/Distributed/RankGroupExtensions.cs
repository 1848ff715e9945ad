using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuFormer.Distributed;

/// <summary>What ranks tell each other, made of an engine's few calls. All ranks call in the same order.</summary>
internal static class RankGroupExtensions
{
    /// <summary>The bytes of all ranks, by rank; they may differ in length.</summary>
    public static byte[][] GatherBytes(this IRankGroup group, ReadOnlySpan<byte> own)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, own.Length);
        var lengths = new byte[group.Size * sizeof(int)];
        group.AllGather(length, lengths);
        int LengthOf(int rank) => BinaryPrimitives.ReadInt32LittleEndian(lengths.AsSpan(rank * sizeof(int)));
        var most = Enumerable.Range(0, group.Size).Max(LengthOf);
        var padded = new byte[most];
        own.CopyTo(padded);
        var all = new byte[checked(most * group.Size)];
        group.AllGather(padded, all);
        return [.. Enumerable.Range(0, group.Size).Select(rank => all.AsSpan(rank * most, LengthOf(rank)).ToArray())];
    }

    /// <summary>The texts of all ranks, by rank.</summary>
    public static string[] GatherTexts(this IRankGroup group, string own) => group.Size == 1
        ? [own]
        : [.. group.GatherBytes(Encoding.UTF8.GetBytes(own)).Select(Encoding.UTF8.GetString)];

    /// <summary>Whether it holds on any rank.</summary>
    public static bool Any(this IRankGroup group, bool own)
    {
        if (group.Size == 1)
            return own;
        Span<byte> flag = [own ? (byte)1 : (byte)0];
        var flags = new byte[group.Size];
        group.AllGather(flag, flags);
        return flags.Contains((byte)1);
    }

    /// <summary>The text of one rank, on all.</summary>
    public static string BroadcastText(this IRankGroup group, string text, int root = 0)
    {
        if (group.Size == 1)
            return text;
        var own = Encoding.UTF8.GetBytes(text);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, own.Length);
        group.Broadcast(length, root);
        var bytes = group.Rank == root ? own : new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        group.Broadcast(bytes, root);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Named tensors of one rank, on all: in the order of the names, which all ranks know.</summary>
    public static IReadOnlyDictionary<string, float[]> BroadcastTensors(
        this IRankGroup group, IReadOnlyDictionary<string, float[]> tensors, int root = 0)
    {
        if (group.Size == 1)
            return tensors;
        var received = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (name, values) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var copy = (float[])values.Clone();
            group.Broadcast(MemoryMarshal.AsBytes(copy.AsSpan()), root);
            received.Add(name, copy);
        }

        return received;
    }

    /// <summary>Refuses ranks that were given different things; the message names every difference with both values.
    /// </summary>
    /// <param name="group">All of whose ranks call this.</param>
    /// <param name="own">Names and values of this rank, the same names in the same order on all.</param>
    /// <exception cref="RankSetupException">A value differs; on every rank, with the same message.</exception>
    public static void RequireSame(this IRankGroup group, IReadOnlyList<(string Name, string Value)> own)
    {
        if (group.Size == 1)
            return;
        const char Separator = '\u001f';
        var all = group.GatherTexts(string.Join(Separator, own.Select(pair => $"{pair.Name}{Separator}{pair.Value}")))
            .Select(text => text.Split(Separator)).ToArray();
        var differences = new List<string>();
        for (var rank = 1; rank < all.Length; rank++)
        {
            if (all[rank].Length != all[0].Length)
                throw new RankSetupException($"Rank 0 and rank {rank} run different versions of GpuFormer.");
            for (var i = 0; i < all[0].Length; i += 2)
            {
                if (all[rank][i + 1] != all[0][i + 1])
                {
                    differences.Add($"{all[0][i]} is '{all[0][i + 1]}' on rank 0 and '{all[rank][i + 1]}' on rank "
                        + $"{rank}");
                }
            }
        }

        if (differences.Count > 0)
        {
            throw new RankSetupException($"The ranks differ: {string.Join("; ", differences)}. "
                + "Give all ranks the same command, files and kind of device.");
        }
    }
}
