using System.Xml.Linq;
using GpuFormer.Data;

namespace GpuFormer.Training;

/// <summary>What a network is worth on a set of images.</summary>
/// <param name="Count">Images that were judged.</param>
/// <param name="Metrics">The numbers, by the names of the task's metrics.</param>
internal abstract record EvaluationResult(int Count, MetricValues Metrics)
{
    /// <summary>Images for which a number of the network's result was infinite or NaN; never right.</summary>
    public int NonFinite { get; init; }

    /// <summary>Indices of the first of them in the data set.</summary>
    public IReadOnlyList<int> NonFinitePictures { get; init; } = [];

    /// <summary>What else there is to say: sections of the report.</summary>
    /// <param name="labels">The names of the classes, encoded.</param>
    /// <param name="images">The images that were judged by, to show some; null where there are none to show.</param>
    internal virtual IEnumerable<XElement> ReportSections(IReadOnlyList<string> labels, ImageSource? images) => [];

    /// <summary>Files of the run's folder beside the report: their names, and what they hold.</summary>
    /// <param name="labels">The names of the classes.</param>
    internal virtual IEnumerable<(string Name, string Text)> Files(IReadOnlyList<string> labels) => [];
}
