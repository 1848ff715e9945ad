using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("GpuFormer.Tests.SpeedFramework", "GpuFormer.Tests")]

namespace GpuFormer.Tests;

/// <summary>
/// Which tests are quick enough to run again and again: <c>dotnet test --filter Speed=Fast</c>. A room is fast as a whole,
/// so that a new test class needs no mark; one that is slow for its room is named.
/// </summary>
internal static class Speed
{
    public const string Trait = "Speed";
    public const string Fast = "Fast";
    public const string Thorough = "Thorough";

    /// <summary>Rooms whose tests compute little, below this namespace; rooms inside a room belong to it.</summary>
    public static IReadOnlyList<string> FastRooms { get; } =
    [
        "Graph", "Host.Data", "Host.Files", "Host.Imaging", "Host.Models", "Host.Onnx", "Host.Weights",
        "Kernels.Compiler", "Kernels.Language", "Kernels.Launch", "Kernels.Targets.OpenClC", "Kernels.Targets.SpirV",
        "Style",
    ];

    /// <summary>Classes of fast rooms that run whole networks or many passes.</summary>
    public static IReadOnlyList<string> ThoroughClasses { get; } =
    [
        "Graph.Execution.ExecutorTests", "Graph.Planning.LaunchChainsTests", "Host.Models.DetectionGoldenTests",
        "Host.Models.DetrTests", "Host.Models.EndToEndMobileFormerTests", "Host.Models.FusedGraphTests",
        "Host.Models.MobileFormerGoldenTests", "Host.Models.MobileFormerOptionTests", "Host.Models.MobileNetTests",
        "Host.Models.MobileVitGoldenTests", "Host.Models.QueryDetectorTrainingTests", "Host.Onnx.MobileVitExportTests",
        "Host.Onnx.OnnxCheckTests", "Host.Onnx.OnnxExportTests", "Kernels.Compiler.Passes.KernelPipelineTests",
    ];

    /// <summary>Classes of other rooms that take little.</summary>
    public static IReadOnlyList<string> FastClasses { get; } =
    [
        "Cli.CommandLineTests", "Cli.InfoCommandTests", "Cli.ModelsCommandTests", "Cli.OptionTokensTests",
        "Cli.Training.RecipeYamlTests", "Cli.Training.TrainingLogTests", "Host.ClassLabelsTests",
        "Host.Training.EvaluationSumTests", "Host.Training.LearningRateScheduleTests",
        "Host.Training.TrainerTests", "Host.Training.TrainingReportTests",
    ];

    /// <summary>What a class is; one of a room that nobody has named is thorough.</summary>
    /// <param name="name">Of the class, without the namespace of all tests.</param>
    public static string Of(string name) => FastClasses.Contains(name) || (!ThoroughClasses.Contains(name)
        && FastRooms.Any(room => name.StartsWith(room + ".", StringComparison.Ordinal))) ? Fast : Thorough;
}

/// <summary>xUnit's framework, which marks each test with its <see cref="Speed"/> when it finds it.</summary>
public sealed class SpeedFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(IAssemblyInfo assemblyInfo) =>
        new Discoverer(assemblyInfo, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Discoverer(
        IAssemblyInfo assemblyInfo, ISourceInformationProvider sourceProvider, IMessageSink diagnosticMessageSink)
        : XunitTestFrameworkDiscoverer(assemblyInfo, sourceProvider, diagnosticMessageSink)
    {
        protected override bool FindTestsForMethod(
            ITestMethod testMethod, bool includeSourceInformation, IMessageBus messageBus,
            ITestFrameworkDiscoveryOptions discoveryOptions)
        {
            var name = testMethod.TestClass.Class.Name[(typeof(Speed).Namespace!.Length + 1)..];
            return base.FindTestsForMethod(testMethod, includeSourceInformation,
                new MarkingBus(messageBus, Speed.Of(name)), discoveryOptions);
        }
    }

    private sealed class MarkingBus(IMessageBus inner, string speed) : IMessageBus
    {
        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is ITestCaseDiscoveryMessage { TestCase: var found })
                found.Traits[Speed.Trait] = [speed];
            return inner.QueueMessage(message);
        }

        // The bus is its owner's.
        public void Dispose()
        {
        }
    }
}
