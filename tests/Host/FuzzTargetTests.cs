using GpuFormer.Tests.Fuzz;
using Xunit;

namespace GpuFormer.Tests.Host;

/// <summary>A short run of each fuzz target with a fixed seed; .ci/fuzz does longer ones.</summary>
public sealed class FuzzTargetTests
{
    private const int Files = 5_000;

    // Of a file that is refused or of a picture of a megapixel, its coefficients included.
    private const long MostBytes = 64 << 20;

    public static TheoryData<string> Names => [.. FuzzTarget.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutated_files_are_read_or_refused_as_documented(string name)
    {
        var run = MutationRun.Of(FuzzTarget.All.Single(t => t.Name == name), Files, TimeSpan.FromMinutes(5), seed: 2026);
        Assert.True(run.Findings.Count == 0, run.Findings.Count == 0 ? "" : run.Findings[0].Problem);
        Assert.Equal(Files, run.Inputs);
        // Mutations that are always refused, or never, would test nothing.
        Assert.InRange(run.Accepted, 1, Files - 100);
        Assert.InRange(run.Most, 0, MostBytes);
    }
}
