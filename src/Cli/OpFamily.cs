using System.Globalization;
using GpuFormer.Cli.Output;
using GpuFormer.SelfTest;

namespace GpuFormer.Cli;

/// <summary>What the self-test found about all uses of one kind of op.</summary>
/// <param name="Name">Of the op, without what is fused behind it.</param>
/// <param name="Verdicts">One for each use.</param>
internal sealed record OpFamily(string Name, IReadOnlyList<OpVerdict> Verdicts)
{
    public static IReadOnlyList<Column<OpFamily>> Columns { get; } =
    [
        new("family", "op", row => row.Name, IsNumber: false),
        new("uses", "uses", row => row.Verdicts.Count),
        new("passed", "passed", row => row.Passed),
        new("worst_nmse", "worst NMSE", row => row.Worst?.Error,
            row => row.Worst?.Error.ToString("0.0e+0", CultureInfo.InvariantCulture) ?? "-"),
        new("allowed_nmse", "allowed", row => row.Allowed,
            row => row.Allowed.ToString("0.0e+0", CultureInfo.InvariantCulture)),
        new("worst_shapes", "at shapes",
            row => row.Worst is { } worst ? string.Join(' ', worst.Use.Inputs.Select(shape => string.Join('x', shape))) : "",
            IsNumber: false),
    ];

    private int Passed => Verdicts.Count(verdict => verdict.Outcome == OpOutcome.Passed);

    // The use that comes nearest to what it is allowed, or is furthest beyond.
    private OpVerdict? Worst => Verdicts.Where(verdict => double.IsFinite(verdict.Error))
        .MaxBy(verdict => verdict.Error / DeviceSelfTest.Allowed(verdict.Use));

    private double Allowed => Worst is { } worst ? DeviceSelfTest.Allowed(worst.Use) : DeviceSelfTest.LargestError;

    /// <summary>The families of verdicts, in order of name.</summary>
    public static IReadOnlyList<OpFamily> Of(IEnumerable<OpVerdict> verdicts) =>
    [
        .. verdicts.GroupBy(verdict => verdict.Use.Op.GetType().Name)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new OpFamily(group.Key, [.. group])),
    ];
}
