using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Vulkan;

/// <summary>
/// Submits one command buffer at a time and waits for it, and copies through memory of the host. Calls from several
/// threads take turns.
/// </summary>
internal sealed unsafe class VulkanQueue
{
    private const int StagingBytes = 4 << 20;
    private const uint AllAccess = Vk.AccessShaderRead | Vk.AccessShaderWrite | Vk.AccessTransferRead
        | Vk.AccessTransferWrite | Vk.AccessUniformRead;

    private readonly Lock _turn = new();
    private readonly VulkanDevice _device;
    private readonly VulkanFunctions _functions;
    private readonly nint _queue;
    private readonly uint _family;
    private VulkanAllocation _staging;
    private ulong _fence;
    private ulong _pool;
    private nint _copyCommands;

    public VulkanQueue(VulkanDevice device, uint family)
    {
        _device = device;
        _family = family;
        _functions = device.Functions;
        nint queue;
        _functions.GetDeviceQueue(device.Handle, family, 0, &queue);
        _queue = queue;
        var fenceInfo = new VkFenceCreateInfo { Type = Vk.FenceCreateInfo };
        ulong fence;
        device.Check(_functions.CreateFence(device.Handle, &fenceInfo, null, &fence), "vkCreateFence");
        _fence = fence;
    }

    /// <summary>
    /// How long one submission may take. A driver that hangs without saying so is given up then; drivers themselves
    /// give up kernels after seconds, but processors that stand in for cards may need minutes.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Runs recorded commands and returns when they are complete.</summary>
    public void Run(nint commands)
    {
        lock (_turn)
            RunInTurn(commands);
    }

    public void CopyToDevice(ReadOnlySpan<byte> source, ulong buffer, long byteOffset)
    {
        lock (_turn)
        {
            PrepareCopies();
            while (!source.IsEmpty)
            {
                var part = source[..Math.Min(source.Length, StagingBytes)];
                part.CopyTo(new Span<byte>((void*)_staging.Address, StagingBytes));
                Copy(_staging.Buffer, 0, buffer, (ulong)byteOffset, (ulong)part.Length);
                source = source[part.Length..];
                byteOffset += part.Length;
            }
        }
    }

    public void CopyToHost(ulong buffer, long byteOffset, Span<byte> destination)
    {
        lock (_turn)
        {
            PrepareCopies();
            while (!destination.IsEmpty)
            {
                var part = destination[..Math.Min(destination.Length, StagingBytes)];
                Copy(buffer, (ulong)byteOffset, _staging.Buffer, 0, (ulong)part.Length);
                new ReadOnlySpan<byte>((void*)_staging.Address, part.Length).CopyTo(part);
                destination = destination[part.Length..];
                byteOffset += part.Length;
            }
        }
    }

    /// <summary>A pool of commands, and as many command buffers of it as there is room for.</summary>
    public ulong CreatePool(Span<nint> commands)
    {
        var poolInfo = new VkCommandPoolCreateInfo
        {
            Type = Vk.CommandPoolCreateInfo,
            Flags = Vk.PoolResetCommandBuffer,
            Family = _family,
        };
        ulong pool;
        _device.Check(
            _functions.CreateCommandPool(_device.Handle, &poolInfo, null, &pool), "vkCreateCommandPool");
        var info = new VkCommandBufferAllocateInfo
        {
            Type = Vk.CommandBufferAllocateInfo,
            Pool = pool,
            Count = (uint)commands.Length,
        };
        fixed (nint* c = commands)
        {
            var result = _functions.AllocateCommandBuffers(_device.Handle, &info, c);
            if (result < 0)
                _functions.DestroyCommandPool(_device.Handle, pool, null);
            _device.Check(result, "vkAllocateCommandBuffers");
        }

        return pool;
    }

    /// <summary>Starts to record; everything submitted before is complete and seen.</summary>
    public void Begin(nint commands)
    {
        var info = new VkCommandBufferBeginInfo { Type = Vk.CommandBufferBeginInfo };
        _device.Check(_functions.BeginCommandBuffer(commands, &info), "vkBeginCommandBuffer");
        Barrier(commands, Vk.StageCompute | Vk.StageTransfer, Vk.StageCompute | Vk.StageTransfer,
            Vk.AccessShaderWrite | Vk.AccessTransferWrite, AllAccess);
    }

    /// <summary>Ends a recording; the host sees what it wrote.</summary>
    public void End(nint commands)
    {
        Barrier(commands, Vk.StageCompute | Vk.StageTransfer, Vk.StageHost,
            Vk.AccessShaderWrite | Vk.AccessTransferWrite, Vk.AccessHostRead);
        _device.Check(_functions.EndCommandBuffer(commands), "vkEndCommandBuffer");
    }

    /// <summary>Launches after it see what launches before it wrote, and start when those are complete.</summary>
    public void BarrierBetweenWaves(nint commands) => Barrier(
        commands, Vk.StageCompute, Vk.StageCompute,
        Vk.AccessShaderRead | Vk.AccessShaderWrite, Vk.AccessShaderRead | Vk.AccessShaderWrite);

    public void Dispose()
    {
        if (_pool != 0)
            _functions.DestroyCommandPool(_device.Handle, _pool, null);
        if (_staging.Buffer != 0)
            _device.Memory.Free(_staging);
        if (_fence != 0)
            _functions.DestroyFence(_device.Handle, _fence, null);
        (_pool, _fence, _staging) = (0, 0, default);
    }

    private void RunInTurn(nint commands)
    {
        _device.ThrowIfUnusable();
        var fence = _fence;
        _device.Check(_functions.ResetFences(_device.Handle, 1, &fence), "vkResetFences");
        var info = new VkSubmitInfo { Type = Vk.SubmitInfo, CommandBufferCount = 1, CommandBuffers = &commands };
        _device.Check(_functions.QueueSubmit(_queue, 1, &info, fence), "vkQueueSubmit");
        var result = _functions.WaitForFences(
            _device.Handle, 1, &fence, 1, (ulong)Patience.TotalMilliseconds * 1_000_000);
        if (result == Vk.Timeout)
            throw _device.GiveUp($"it did not finish within {Patience.TotalMinutes:0} minutes.");
        _device.Check(result, "vkWaitForFences");
    }

    private void PrepareCopies()
    {
        _device.ThrowIfUnusable();
        if (_staging.Buffer == 0)
            _staging = _device.Memory.AllocateForHost(StagingBytes, Vk.TransferSource | Vk.TransferDestination);
        if (_pool != 0)
            return;
        Span<nint> commands = [0];
        _pool = CreatePool(commands);
        _copyCommands = commands[0];
    }

    private void Copy(ulong source, ulong sourceOffset, ulong destination, ulong destinationOffset, ulong size)
    {
        Begin(_copyCommands);
        var region = new VkBufferCopy { Source = sourceOffset, Destination = destinationOffset, Size = size };
        _functions.CmdCopyBuffer(_copyCommands, source, destination, 1, &region);
        End(_copyCommands);
        RunInTurn(_copyCommands);
    }

    private void Barrier(
        nint commands, uint sourceStages, uint destinationStages, uint sourceAccess, uint destinationAccess)
    {
        var barrier = new VkMemoryBarrier
        {
            Type = Vk.MemoryBarrier,
            SourceAccess = sourceAccess,
            DestinationAccess = destinationAccess,
        };
        _functions.CmdPipelineBarrier(commands, sourceStages, destinationStages, 0, 1, &barrier, 0, null, 0, null);
    }
}
