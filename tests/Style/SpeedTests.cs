using System.Reflection;
using Xunit;

namespace GpuFormer.Tests.Style;

/// <summary>The quick subset of the tests is told by their rooms.</summary>
public sealed class SpeedTests
{
    private static readonly List<string> Classes =
    [
        .. Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => type.GetMethods().Any(method => method.GetCustomAttributes<FactAttribute>().Any()))
            .Select(type => type.FullName![(typeof(Speed).Namespace!.Length + 1)..]),
    ];

    [Fact]
    public void Both_kinds_have_classes_and_a_name_decides() => Assert.Equal(
        [Speed.Fast, Speed.Thorough, Speed.Fast, Speed.Thorough, Speed.Thorough],
        new[] { "Graph.GraphBuilderTests", "Graph.Execution.ExecutorTests", "Cli.OptionTokensTests",
            "Cli.Training.KilledTrainingTests", "Elsewhere.NewTests" }.Select(Speed.Of));

    [Fact]
    public void Every_room_and_every_class_that_is_named_has_tests()
    {
        Assert.All(Speed.FastRooms, room =>
            Assert.Contains(Classes, name => name.StartsWith(room + ".", StringComparison.Ordinal)));
        Assert.Empty(Speed.FastClasses.Concat(Speed.ThoroughClasses).Except(Classes));
    }

    [Fact]
    public void The_documents_name_the_command()
    {
        foreach (var document in new[] { "README.md", "CONTRIBUTING.md" })
            Assert.Contains(Repository.ReadLines(document), line => line.Contains("--filter Speed=Fast", StringComparison.Ordinal));
    }
}
