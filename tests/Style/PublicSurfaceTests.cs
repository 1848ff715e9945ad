using System.Reflection;
using GpuFormer.Extensions.Hosting;
using GpuFormer.Graph;
using GpuFormer.Kernels.Launch;
using GpuFormer.Serving;
using Xunit;

namespace GpuFormer.Tests.Style;

/// <summary>What the packages offer is a decision: a change of it is a change of docs/PublicSurface.txt.</summary>
public sealed class PublicSurfaceTests
{
    private const string Page = "docs/PublicSurface.txt";

    // Users of ILGPU load kernels by their methods, so these are public with all that their signatures name.
    private static readonly string[] KernelRooms = ["GpuFormer.Kernels.Library", "GpuFormer.Kernels.Language"];

    private static readonly Assembly[] Assemblies =
    [
        typeof(Device).Assembly, typeof(Shape).Assembly, typeof(Classifier).Assembly, typeof(ModelServer).Assembly,
        typeof(GpuFormerServices).Assembly,
    ];

    [Fact]
    public void The_public_surface_is_the_one_that_is_written_down()
    {
        string[] written = File.ReadAllLines(Path.Combine(Repository.Root, Page));
        string[] offered =
        [
            .. Assemblies.SelectMany(assembly => SurfaceText.Of(assembly).Prepend($"# {assembly.GetName().Name}")),
        ];
        if (!written.SequenceEqual(offered))
        {
            var actual = Path.Combine(Path.GetTempPath(), "PublicSurface.txt");
            File.WriteAllLines(actual, offered);
            var (added, removed) = (offered.Except(written).Take(5), written.Except(offered).Take(5));
            Assert.Fail($"{Page} says otherwise. New: {string.Join(" | ", added)}. Gone: {string.Join(" | ", removed)}. If that "
                + $"is meant, copy {actual} there.");
        }
    }

    [Fact]
    public void Besides_kernels_little_is_public()
    {
        var types = Assemblies.SelectMany(assembly => assembly.GetExportedTypes())
            .Count(type => !type.IsNested && !KernelRooms.Contains(type.Namespace));
        Assert.InRange(types, 1, 130);
    }
}
