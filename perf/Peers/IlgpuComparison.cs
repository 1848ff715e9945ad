using GpuFormer.Kernels.Launch;
using GpuFormer.SelfTest;
using GpuFormer.Weights;

namespace GpuFormer.Perf.Peers;

/// <summary>One device of ours beside one of ILGPU's, in alternating turns: networks, and their ops kind by kind.</summary>
internal sealed class IlgpuComparison(
    Device ours, Device theirs, int side, int rounds, int runs, TextWriter output)
{
    // Logits of seeded weights are of order 1; sums are made in another order.
    private const float LargestDifference = 1e-3f;

    /// <summary>Writes two tables.</summary>
    /// <param name="models">The networks.</param>
    /// <exception cref="InvalidOperationException">The two sides disagree.</exception>
    public void Write(IReadOnlyList<string> models)
    {
        output.WriteLine($"## `{ours.Name}` and `{theirs.Name}`, {side}x{side}");
        output.WriteLine();
        output.WriteLine($"{ours.Description}; {theirs.Description}.");
        output.WriteLine();
        output.WriteLine("| network | ours ms, median / minimum | ILGPU's ms | ratio of medians | of minima |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var name in models)
            WriteNetwork(name);
        output.WriteLine();
        output.WriteLine("Ops of these networks, each distinct one once; sums of the shortest times of one launch.");
        output.WriteLine();
        output.WriteLine("| op | distinct | ours us | ILGPU's us | ratio |");
        output.WriteLine("|---|---|---|---|---|");
        var times = OpUse.OfModels(ours.Capabilities, side, models)
            .Select(use => (Kind: use.Op.GetType().Name, Times: TimesOf(use))).ToList();
        foreach (var kind in times.GroupBy(each => each.Kind).OrderByDescending(kind => kind.Sum(each => each.Times.Ours)))
            WriteKind(kind.Key, [.. kind.Select(each => each.Times)]);
        WriteKind("all", [.. times.Select(each => each.Times)]);
        output.WriteLine();
        output.Flush();
    }

    private void WriteNetwork(string name)
    {
        using var model = Model.WithSeededWeights(name);
        using var first = new Session(model, ours, 1, side, side);
        using var second = new Session(model, theirs, 1, side, side);
        var input = SeededWeights.Input(first.InputShape.Elements);
        var (logits, others) = (new float[first.OutputShape.Elements], new float[first.OutputShape.Elements]);
        var (own, their) = InTurns(() => first.Predict(input, logits), () => second.Predict(input, others));
        for (var i = 0; i < logits.Length; i++)
        {
            // Written so that not-a-number is a difference.
            if (!(Math.Abs(logits[i] - others[i]) <= LargestDifference))
                throw new InvalidOperationException($"{name}: logit {i} is {logits[i]} and {others[i]}.");
        }

        output.WriteLine($"| {name} | {Times(own)} | {Times(their)} | {Ratio(Timing.Median(own), Timing.Median(their))} | "
            + $"{Ratio(own.Min(), their.Min())} |");
        output.Flush();
    }

    private (double Ours, double Theirs) TimesOf(OpUse use)
    {
        var inputs = use.RandomInputs(seed: 0);
        using var first = use.On(ours, inputs);
        using var second = use.On(theirs, inputs);
        var (own, their) = InTurns(first.Run, second.Run);
        return (own.Min(), their.Min());
    }

    private (double[] Ours, double[] Theirs) InTurns(Action first, Action second)
    {
        var (own, their) = (new double[rounds], new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            own[round] = Timing.Seconds(first, round == 0 ? 1 : 0, runs).Min();
            their[round] = Timing.Seconds(second, round == 0 ? 1 : 0, runs).Min();
        }

        return (own, their);
    }

    private void WriteKind(string kind, (double Ours, double Theirs)[] times)
    {
        var (own, their) = (times.Sum(each => each.Ours), times.Sum(each => each.Theirs));
        output.WriteLine($"| {kind} | {times.Length} | {1e6 * own:F0} | {1e6 * their:F0} | {Ratio(own, their)} |");
    }

    private static string Ratio(double own, double their) =>
        own / their >= 0.01 ? $"{own / their:F2}" : $"{own / their:F4}";

    private static string Times(double[] seconds) => $"{1e3 * Timing.Median(seconds):F2} / {1e3 * seconds.Min():F2}";
}
