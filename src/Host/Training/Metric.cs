using System.Globalization;

namespace GpuFormer.Training;

/// <summary>How a number is written for people.</summary>
public enum MetricUnit
{
    /// <summary>As it is, such as a loss.</summary>
    Number,

    /// <summary>0 to 100.</summary>
    Percent,

    /// <summary>0 to 1; negative where there is nothing to judge by.</summary>
    Share,
}

/// <summary>A number that says what a network is worth.</summary>
/// <param name="Name">As <c>--eval-metric</c> calls it: <c>top1</c>, <c>AP50</c>.</param>
/// <param name="Title">For people: <c>top-1</c>.</param>
/// <param name="HigherIsBetter">Whether more of it is better; of a loss, less is.</param>
/// <param name="Unit">How it is written.</param>
public sealed record Metric(string Name, string Title, bool HigherIsBetter, MetricUnit Unit)
{
    /// <summary>Its column in <c>summary.csv</c> and key in JSON.</summary>
    public string Column { get; init; } = Name;

    /// <summary>Its name in lines of the log.</summary>
    public string LogName { get; init; } = Name;

    /// <summary>A value with its unit.</summary>
    public string Format(double value) => Unit switch
    {
        MetricUnit.Percent => string.Create(CultureInfo.InvariantCulture, $"{value:F2} %"),
        MetricUnit.Share => value < 0 ? "-" : value.ToString("F3", CultureInfo.InvariantCulture),
        MetricUnit.Number => value.ToString("F4", CultureInfo.InvariantCulture),
    };

    /// <summary>A value as lines of the log have it.</summary>
    public string LogFormat(double value) =>
        value.ToString(Unit == MetricUnit.Number ? "F4" : "F3", CultureInfo.InvariantCulture);
}
