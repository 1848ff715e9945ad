using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>A picture of a data set that cannot be read.</summary>
/// <param name="Index">Its index in the set.</param>
/// <param name="Name">Its file.</param>
/// <param name="Reason">Why, in one sentence or two.</param>
public sealed record UnreadablePicture(int Index, string Name, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Reason.StartsWith(Name, StringComparison.Ordinal) ? Reason : $"{Name}: {Reason}";

    // What a bad file may throw, as against a mistake of ours.
    internal static bool IsCause(Exception exception) =>
        exception is ImageFormatException or IOException or UnauthorizedAccessException;
}
