using GpuFormer.Tests.Fuzz;
using Xunit;

namespace GpuFormer.Tests.Host;

/// <summary>A short run of each fuzz target with a fixed seed; .ci/fuzz does longer ones.</summary>
public sealed class FuzzTargetTests
{
    private const int Files = 5_000;

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
    }

    [Fact]
    public void A_file_that_makes_a_reader_take_too_much_memory_is_a_finding()
    {
        var greedy = FuzzTarget.All[0] with { Read = _ => GC.KeepAlive(new byte[65 << 20]) };
        var run = MutationRun.Of(greedy, 1, TimeSpan.FromMinutes(1), seed: 1);
        Assert.Contains("allocated 65 MiB", Assert.Single(run.Findings).Problem);
    }
}
