using System.Runtime.InteropServices;
using GpuFormer.Distributed;
using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Training;

namespace GpuFormer.Training;

/// <summary>
/// Norms over the batches of all ranks together (<c>--sync-bn</c>): after a rank has the mean and the variance of its own
/// batch, they are replaced by those of all, and so is on the way back what the gradient by the norm's input needs. Both
/// are a few numbers for each channel. All ranks have equally many rows.
/// </summary>
internal sealed class NormSynchronisation(IRankGroup group)
{
    private readonly Dictionary<(TrainingPlan Plan, int Wave), Node[]> _norms = [];

    /// <summary>The waves of a plan after which norms are to be joined.</summary>
    public IReadOnlyList<int> PausesOf(TrainingPlan plan)
    {
        var pauses = new List<int>();
        for (var wave = 0; wave < plan.Schedule.Waves.Count; wave++)
        {
            Node[] norms =
                [.. plan.Schedule.Waves[wave].Where(node => node.Op is BatchStatisticsMerge or NormBackwardMerge)];
            if (norms.Length == 0)
                continue;
            _norms[(plan, wave)] = norms;
            pauses.Add(wave);
        }

        return pauses;
    }

    /// <summary>Joins the norms of a wave, if it has any.</summary>
    public void After(int wave, TrainingExecutor executor)
    {
        if (!_norms.TryGetValue((executor.Plan, wave), out var norms))
            return;
        // Mean and variance, or the two terms of the gradient: two numbers a channel in both.
        var own = new float[norms.Sum(norm => 2 * ChannelsOf(norm))];
        var at = 0;
        foreach (var norm in norms)
        {
            var values = own.AsSpan(at, 2 * ChannelsOf(norm));
            if (norm.Op is BatchStatisticsMerge)
            {
                executor.ReadTensor(norm.Outputs[1], values[..ChannelsOf(norm)]);
                executor.ReadTensor(norm.Outputs[2], values[ChannelsOf(norm)..]);
            }
            else
                executor.ReadTensor(norm.Outputs[2], values);
            at += values.Length;
        }

        var all = new float[own.Length * group.Size];
        group.AllGather(MemoryMarshal.AsBytes<float>(own), MemoryMarshal.AsBytes(all.AsSpan()));
        at = 0;
        foreach (var norm in norms)
        {
            if (norm.Op is BatchStatisticsMerge merge)
                JoinStatistics(executor, norm, merge, all, own.Length, at);
            else
                JoinTerms(executor, norm, all, own.Length, at);
            at += 2 * ChannelsOf(norm);
        }
    }

    private static int ChannelsOf(Node norm) => norm.Inputs[0].Shape.Last;

    // Chan et al., "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979), for equal counts.
    private void JoinStatistics(
        TrainingExecutor executor, Node norm, BatchStatisticsMerge merge, float[] all, int stride, int at)
    {
        var C = ChannelsOf(norm);
        var (weight, bias) = (new float[C], new float[C]);
        executor.ReadTensor(norm.Inputs[1], weight);
        executor.ReadTensor(norm.Inputs[2], bias);
        var (affine, mean, variance) = (new float[4 * C], new float[C], new float[C]);
        double rows = merge.Rows;
        var allRows = rows * group.Size;
        for (var channel = 0; channel < C; channel++)
        {
            var average = 0.0;
            for (var rank = 0; rank < group.Size; rank++)
                average += all[(rank * stride) + at + channel];
            average /= group.Size;
            var squares = 0.0;
            for (var rank = 0; rank < group.Size; rank++)
            {
                var distance = all[(rank * stride) + at + channel] - average;
                squares += (all[(rank * stride) + at + C + channel] * (rows - 1)) + (rows * distance * distance);
            }

            var rstd = 1 / Math.Sqrt((squares / allRows) + merge.Epsilon);
            affine[channel] = (float)(weight[channel] * rstd);
            affine[C + channel] = (float)(bias[channel] - (average * weight[channel] * rstd));
            affine[(2 * C) + channel] = mean[channel] = (float)average;
            affine[(3 * C) + channel] = (float)rstd;
            variance[channel] = (float)(squares / (allRows - 1));
        }

        executor.WriteTensor(norm.Outputs[0], affine);
        executor.WriteTensor(norm.Outputs[1], mean);
        executor.WriteTensor(norm.Outputs[2], variance);
    }

    // The terms are means over rows, of which all ranks have equally many. The gradients of weight and bias stay those of
    // this rank: they are summed with all others.
    private void JoinTerms(TrainingExecutor executor, Node norm, float[] all, int stride, int at)
    {
        var terms = new float[2 * ChannelsOf(norm)];
        for (var i = 0; i < terms.Length; i++)
        {
            var sum = 0.0;
            for (var rank = 0; rank < group.Size; rank++)
                sum += all[(rank * stride) + at + i];
            terms[i] = (float)(sum / group.Size);
        }

        executor.WriteTensor(norm.Outputs[2], terms);
    }
}
