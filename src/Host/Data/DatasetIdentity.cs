using System.Security.Cryptography;
using System.Text;

namespace GpuFormer.Data;

/// <summary>What a split was when a run began: enough to notice that classes or pictures have changed since.</summary>
/// <param name="Classes">Their names, in order.</param>
/// <param name="Count">Pictures.</param>
/// <param name="Listing">SHA-256 of the name and the label of every picture, in order.</param>
internal sealed record DatasetIdentity(IReadOnlyList<string> Classes, int Count, string Listing)
{
    // Names in a message.
    private const int Named = 8;

    /// <summary>Looks at every name and label; opens no picture.</summary>
    public static DatasetIdentity Of(ImageSource dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < dataset.Count; i++)
            hash.AppendData(Encoding.UTF8.GetBytes($"{dataset.ListedNameOf(i)}\0{dataset.TargetTextOf(i)}\n"));
        return new([.. dataset.Classes], dataset.Count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>What differs in <paramref name="now"/>, in words; null if nothing does.</summary>
    public string? DifferenceTo(DatasetIdentity now)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (!Classes.SequenceEqual(now.Classes, StringComparer.Ordinal))
            return $"its classes were {Listed(Classes)}, are {Listed(now.Classes)}";
        if (Count != now.Count)
            return $"it had {Count} pictures, has {now.Count}";
        return Listing != now.Listing ? "pictures have other names or other classes" : null;
    }

    /// <summary>Names with commas between them, cut where they are many.</summary>
    internal static string Listed(IReadOnlyCollection<string> names, int most = Named) => names.Count <= most
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
}
