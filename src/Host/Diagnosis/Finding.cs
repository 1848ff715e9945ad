namespace GpuFormer.Diagnosis;

/// <summary>What a <see cref="Finding"/> means.</summary>
internal enum FindingKind
{
    /// <summary>Neither good nor bad: a version, a folder.</summary>
    Fact,

    /// <summary>Something that works: it was tried.</summary>
    Usable,

    /// <summary>Something that is absent or does not work; the text says why.</summary>
    Refused,
}

/// <summary>One thing that was found on this machine.</summary>
/// <param name="Area">What it belongs to: <c>runtime</c>, <c>processor</c>, <c>memory</c>, <c>devices</c>, ...</param>
/// <param name="Name">What it is.</param>
/// <param name="Text">What was found, or why it was refused.</param>
/// <param name="Kind">Whether that is good.</param>
internal sealed record Finding(string Area, string Name, string Text, FindingKind Kind = FindingKind.Fact);
