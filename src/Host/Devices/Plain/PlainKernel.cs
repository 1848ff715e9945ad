using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Plain;

/// <summary>The arguments of a kernel's method, and the views among them that are stored as halves.</summary>
internal sealed record PlainArguments(object?[] Values, IReadOnlyList<HalfWindow> Windows);

/// <summary>A kernel method with the values of its compile-time constants, called once for every thread of a
/// grid.</summary>
internal sealed class PlainKernel : CompiledKernel
{
    private readonly MethodInvoker _method;
    private readonly bool _threadsMeet;

    public PlainKernel(KernelSpecialisation specialisation)
    {
        Specialisation = specialisation;
        _method = MethodInvoker.Create(specialisation.Method);
        _threadsMeet = specialisation.Group.Threads > 1 && GroupUse.IsIn(specialisation.Method);
    }

    public override KernelSpecialisation Specialisation { get; }

    public override TimeSpan CompileTime => TimeSpan.Zero;

    /// <summary>The arguments of the method: constants in their places, structs and views put together again.</summary>
    public PlainArguments Unpack(KernelArguments arguments)
    {
        var items = new Queue<KernelArgument>(arguments.Items);
        var windows = new List<HalfWindow>();
        object?[] values =
        [
            .. Specialisation.Method.GetParameters().Select(parameter =>
                parameter.IsDefined(typeof(ConstantAttribute))
                    ? Scalar(parameter.ParameterType, Specialisation.Constants[parameter.Name!])
                    : Value(parameter.ParameterType, items, windows)),
        ];
        return items.Count == 0
            ? new(values, windows)
            : throw new ArgumentException($"{Specialisation} was given {items.Count} arguments too many.");
    }

    public void Run(PlainArguments arguments, LaunchShape grid)
    {
        if (grid.Groups == 0)
            return;
        foreach (var window in arguments.Windows)
            window.Open();
        if (_threadsMeet)
            new MeetingThreads(this, arguments.Values, grid).Run();
        else
            RunOneByOne(arguments.Values, grid);
        foreach (var window in arguments.Windows)
            window.Close();
    }

    private static object Scalar(Type type, int bits) =>
        type == typeof(int) ? bits
        : type == typeof(uint) ? (uint)bits
        : type == typeof(bool) ? bits != 0
        : type == typeof(float) ? BitConverter.Int32BitsToSingle(bits)
        : throw new ArgumentException($"{type.Name} cannot be a kernel argument.");

    private static object Value(Type type, Queue<KernelArgument> items, List<HalfWindow> windows)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(View<>))
        {
            var view = items.Dequeue();
            var buffer = view.Buffer ?? throw new ArgumentException("A view without a device buffer.");
            if (view.IsHalf)
                windows.Add(new(view));
            var address = view.IsHalf ? windows[^1].Address : buffer.HostAddress + (nint)view.ByteOffset;
            return Activator.CreateInstance(type, buffer, view.ByteOffset, view.Length, address, false)!;
        }

        if (type.IsPrimitive)
            return Scalar(type, items.Dequeue().Bits);
        var value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in KernelArguments.FieldsOf(type))
            field.SetValue(value, Value(field.FieldType, items, windows));
        return value;
    }

    private static GroupState NewGroup(GroupShape group, LaunchShape grid, Action barrier) => new()
    {
        SizeX = group.X,
        SizeY = group.Y,
        SizeZ = group.Z,
        GridSizeX = grid.X,
        GridSizeY = grid.Y,
        GridSizeZ = grid.Z,
        Barrier = barrier,
    };

    private static void Place(KernelThread thread, GroupState group, long groupIndex, int threadIndex)
    {
        thread.Group = group;
        thread.SharedRequests = 0;
        thread.GridIndexX = (int)(groupIndex % group.GridSizeX);
        thread.GridIndexY = (int)(groupIndex / group.GridSizeX % group.GridSizeY);
        thread.GridIndexZ = (int)(groupIndex / group.GridSizeX / group.GridSizeY);
        thread.IndexX = threadIndex % group.SizeX;
        thread.IndexY = threadIndex / group.SizeX % group.SizeY;
        thread.IndexZ = threadIndex / group.SizeX / group.SizeY;
    }

    private void Call(object?[] arguments)
    {
        try
        {
            _method.Invoke(null, arguments.AsSpan());
        }
        catch (TargetInvocationException failure) when (failure.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    private void RunOneByOne(object?[] arguments, LaunchShape grid)
    {
        var shape = Specialisation.Group;
        var thread = new KernelThread();
        KernelThread.SetCurrent(thread);
        try
        {
            for (var groupIndex = 0L; groupIndex < grid.Groups; groupIndex++)
            {
                var group = NewGroup(shape, grid, () => { });
                try
                {
                    for (var i = 0; i < shape.Threads; i++)
                    {
                        Place(thread, group, groupIndex, i);
                        Call(arguments);
                    }
                }
                finally
                {
                    group.Free();
                }
            }
        }
        finally
        {
            KernelThread.SetCurrent(null);
        }
    }

    /// <summary>One OS thread for every thread of a group; the groups of the grid one after the other.</summary>
    private sealed class MeetingThreads(PlainKernel kernel, object?[] arguments, LaunchShape grid)
    {
        private readonly int _count = kernel.Specialisation.Group.Threads;
        private GroupState _group = null!;
        private GroupBarrier _barrier = null!;
        private volatile Exception? _failure;

        public void Run()
        {
            StartGroup();
            using var betweenGroups = new Barrier(_count, _ => StartGroup());
            var workers = new Thread[_count];
            for (var i = 0; i < _count; i++)
            {
                var index = i;
                workers[i] = new Thread(() => Work(index, betweenGroups), 256 * 1024) { IsBackground = true };
                workers[i].Start();
            }

            foreach (var worker in workers)
                worker.Join();
            _group.Free();
            if (_failure is { } failure)
                ExceptionDispatchInfo.Throw(failure);
        }

        private void StartGroup()
        {
            _group?.Free();
            _barrier = new GroupBarrier(_count);
            _group = NewGroup(kernel.Specialisation.Group, grid, _barrier.Wait);
        }

        private void Work(int index, Barrier betweenGroups)
        {
            var thread = new KernelThread();
            KernelThread.SetCurrent(thread);
            for (var groupIndex = 0L; groupIndex < grid.Groups; groupIndex++)
            {
                try
                {
                    if (_failure is null)
                    {
                        Place(thread, _group, groupIndex, index);
                        kernel.Call(arguments);
                    }
                }
                catch (Exception failure)
                {
                    // The first failure is the cause; those of the threads that waited for this one follow from it.
                    Interlocked.CompareExchange(ref _failure, failure, null);
                }

                _barrier.Leave();
                betweenGroups.SignalAndWait();
            }
        }
    }
}
