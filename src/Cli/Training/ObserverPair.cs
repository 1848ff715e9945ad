using GpuFormer.Training;

namespace GpuFormer.Cli.Training;

/// <summary>Tells two observers: what a person watches and the log of the run.</summary>
internal sealed class ObserverPair(ITrainingObserver first, ITrainingObserver second) : ITrainingObserver
{
    public void Started(TrainingStart start)
    {
        first.Started(start);
        second.Started(start);
    }

    public void Stepped(in TrainingStep step)
    {
        first.Stepped(step);
        second.Stepped(step);
    }

    public void Validating(int epoch)
    {
        first.Validating(epoch);
        second.Validating(epoch);
    }

    public void EpochEnded(TrainingEpoch epoch)
    {
        first.EpochEnded(epoch);
        second.EpochEnded(epoch);
    }

    public void Saved(int epoch, int batch)
    {
        first.Saved(epoch, batch);
        second.Saved(epoch, batch);
    }

    public void Noted(string message)
    {
        first.Noted(message);
        second.Noted(message);
    }

    public void Warned(string message)
    {
        first.Warned(message);
        second.Warned(message);
    }
}
