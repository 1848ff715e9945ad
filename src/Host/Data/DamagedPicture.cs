namespace GpuFormer.Data;

/// <summary>A picture of a data set whose file is damaged and was read all the same.</summary>
/// <param name="Index">Its index in the set.</param>
/// <param name="Name">Its file.</param>
/// <param name="Damage">What is wrong with it.</param>
internal sealed record DamagedPicture(int Index, string Name, string Damage)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Damage}";
}
