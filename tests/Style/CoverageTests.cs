using System.Reflection;
using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Language;
using Xunit;

namespace GpuFormer.Tests.Style;

/// <summary>Nothing that runs on a device goes untested.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void Every_op_has_a_file_of_its_name_or_of_its_family()
    {
        var sources = Repository.SourceFiles("src/Graph").SelectMany(Repository.ReadLines).ToList();
        Assert.NotEmpty(Ops());
        foreach (var op in Ops())
            Assert.Contains(sources, line => line.Contains($"record {op.Name}", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_op_is_a_launch_or_is_lowered_to_such()
    {
        // By a row of the table, or as shuffles and norms by a pass of its own, which names it.
        foreach (var op in Ops().Where(op => !IsLaunch(op)))
            Assert.True(Mentions("src/Graph/Lowering", op.Name), $"{op.Name} has no kernel, no rule and no pass.");
    }

    [Fact]
    public void Every_op_that_launches_is_named_by_tests()
    {
        foreach (var op in Ops().Where(IsLaunch))
            Assert.True(Mentions("tests", op.Name), $"No test names {op.Name}.");
    }

    [Fact]
    public void Every_kernel_is_launched_by_an_op_or_run_by_a_test()
    {
        var kernels = typeof(KernelAttribute).Assembly.GetTypes()
            .Where(type => type.Namespace == "GpuFormer.Kernels.Library")
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.IsDefined(typeof(KernelAttribute)))
            .ToList();
        Assert.NotEmpty(kernels);
        foreach (var kernel in kernels)
        {
            var family = kernel.DeclaringType!.Name;
            Assert.True(Mentions("src/Graph", family) || Mentions("tests/Ops", family),
                $"{family}.{kernel.Name} is used by no op and no test.");
        }
    }

    private static IEnumerable<Type> Ops() =>
        typeof(Op).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract);

    private static bool IsLaunch(Type op) => op.IsSubclassOf(typeof(KernelOp));

    private static bool Mentions(string folder, string name) =>
        Repository.SourceFiles(folder).Any(file => file != "tests/Style/CoverageTests.cs"
            && Repository.ReadLines(file).Any(line => ContainsWord(line, name)));

    private static bool ContainsWord(string line, string word)
    {
        for (var at = line.IndexOf(word, StringComparison.Ordinal); at >= 0;
            at = line.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var before = at == 0 || !char.IsLetterOrDigit(line[at - 1]);
            var after = at + word.Length == line.Length || !char.IsLetterOrDigit(line[at + word.Length]);
            if (before && after)
                return true;
        }

        return false;
    }
}
