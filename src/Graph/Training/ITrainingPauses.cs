namespace GpuFormer.Graph.Training;

/// <summary>Has the word between two waves of a step: several processes that train together exchange there.</summary>
internal interface ITrainingPauses
{
    /// <summary>A wave of the plan is complete, and the next has not begun.</summary>
    void After(int wave, TrainingExecutor executor);
}
